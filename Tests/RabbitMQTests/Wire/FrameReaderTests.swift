import Messages
import TestKit
import Testing

@testable import RabbitMQ

/// What is in a content header decides about that message only.
@Suite struct FrameReaderTests {
    private func read(_ type: Int32, _ payload: [UInt8], size: Int? = nil) throws -> Frame? {
        var reader = FrameReader()
        return try payload.withUnsafeBytes { bytes in
            try reader.read(RawFrame(type: type, payload: bytes, size: size ?? payload.count))
        }
    }

    private func header(_ list: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.raw([0, 60, 0, 0])
        writer.integer(UInt64(5))
        writer.raw(list)
        return writer.bytes
    }

    @Test("A header of any bytes is a header: what is damaged is a defect of its message", arguments: Poison.all)
    func poison(_ poison: Poison) throws {
        guard case .header(let header)? = try read(2, header(poison.list)) else { throw TestFailure("no header") }
        #expect(header.bodySize == 5 && header.propertyList == poison.list)
        #expect((header.defect == nil) == poison.isWellFormed, "\(header.defect ?? "none")")
    }

    @Test("One of which only the beginning was kept is a defect that tells how long it was")
    func tooLong() throws {
        guard case .header(let read)? = try read(2, header([]), size: 2 << 20) else { throw TestFailure("no header") }
        #expect(read.bodySize == 5 && read.propertyList.isEmpty)
        #expect(read.defect?.contains("2097140 bytes") == true, "\(read.defect ?? "none")")
    }

    @Test("A frame that is too short to be what it says, or of another class, is no message's fault")
    func noHeader() {
        for payload in [[], [0, 60], Array(header([]).dropLast()), [0, 61] + header([]).dropFirst(2)] as [[UInt8]] {
            #expect(throws: LinkProblem.self) { try read(2, payload) }
        }
        for payload in [[], [0, 60, 0], [0, 60, 0, 60, 200, 1], [0, 99, 0, 1]] as [[UInt8]] {
            #expect(throws: LinkProblem.self) { try read(1, payload) }
        }
    }
}
