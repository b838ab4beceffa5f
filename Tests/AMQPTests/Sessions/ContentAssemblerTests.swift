import Messages
import Testing
import Values

@testable import AMQP

@Suite("Putting messages together")
struct ContentAssemblerTests {
    private func header(_ size: UInt64) -> ContentHeader {
        ContentHeader(bodySize: size, properties: MessageProperties())
    }

    @Test("However a body is cut into frames, it arrives whole")
    func everyCut() throws {
        let body: [UInt8] = [1, 2, 3, 4, 5]
        // Each bit says whether there is a cut after that byte.
        for cuts in 0..<16 {
            var assembler = ContentAssembler<String>(limit: 5)
            try assembler.started("start")
            var content = try assembler.headerReceived(header(5))
            var part: [UInt8] = []
            for (index, byte) in body.enumerated() {
                #expect(content == nil)
                part.append(byte)
                if cuts & 1 << index != 0 || index == 4 {
                    content = try assembler.bodyReceived(part)
                    part = []
                }
            }
            #expect(content?.body == body)
            #expect(content?.start == "start")
            #expect(content?.defect == nil)
            // It is ready for the next.
            try assembler.started("next")
            #expect(try assembler.headerReceived(header(0))?.body == [])
        }
    }

    @Test("A body over the limit is read to its end, not kept, and says so; the next one is whole again")
    func tooLarge() throws {
        var assembler = ContentAssembler<String>(limit: 4)
        try assembler.started("large")
        #expect(try assembler.headerReceived(header(5)) == nil)
        #expect(try assembler.bodyReceived([1, 2, 3]) == nil)
        let content = try #require(try assembler.bodyReceived([4, 5]))
        #expect(content.body.isEmpty)
        #expect(content.defect?.contains("5 bytes") == true)
        try assembler.started("small")
        _ = try assembler.headerReceived(header(1))
        #expect(try assembler.bodyReceived([9])?.body == [9])
    }

    @Test("A size beyond all memory asks for none")
    func monstrousSize() throws {
        var assembler = ContentAssembler<String>(limit: 128 << 20)
        try assembler.started("monster")
        #expect(try assembler.headerReceived(header(.max)) == nil)
        #expect(try assembler.bodyReceived([1]) == nil)
    }

    @Test("Frames in an order that AMQP does not allow are the broker's mistake")
    func wrongOrder() throws {
        var early = ContentAssembler<String>(limit: 4)
        #expect(throws: LinkProblem.self) { try early.headerReceived(header(1)) }
        #expect(throws: LinkProblem.self) { try early.bodyReceived([1]) }
        var twice = ContentAssembler<String>(limit: 4)
        try twice.started("one")
        #expect(throws: LinkProblem.self) { try twice.started("two") }
        _ = try twice.headerReceived(header(2))
        #expect(throws: LinkProblem.self) { try twice.headerReceived(header(2)) }
        #expect(throws: LinkProblem.self) { try twice.bodyReceived([1, 2, 3]) }
    }
}
