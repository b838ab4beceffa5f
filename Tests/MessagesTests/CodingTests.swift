import Testing

@testable import Messages
@testable import Values

@Suite struct CodingTests {
    private static let event = Event(
        kind: .signal, name: "späť", code: "7",
        payload: ["a": [1, -1, 2.5, nil, true, false], "b": ["c": .int(.min), "d": .int(.max)], "": ""],
        correlations: ["k": ["p": 7]])

    @Test("An event reads back as it was written")
    func roundTrip() throws {
        var writer = ByteWriter()
        writer.write(Self.event)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.event() == Self.event)
        #expect(reader.isAtEnd)
    }

    @Test("Properties read back as they were written")
    func properties() throws {
        var properties = MessageProperties()
        properties.contentType = "application/json"
        properties.headers = ["x": ["deep": [1, 2]]]
        properties.priority = 9
        properties.timestamp = .max
        properties.appID = ""
        var writer = ByteWriter()
        writer.write(properties)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.properties() == properties)
    }

    @Test("Cut or damaged bytes fail with a problem and never trap")
    func damage() {
        var writer = ByteWriter()
        writer.write(Self.event)
        let bytes = writer.bytes
        for end in 0..<bytes.count {
            var reader = ByteReader(Array(bytes[..<end]))
            #expect(throws: CodingProblem.self) { try reader.event() }
        }
        for index in bytes.indices {
            for flip in UInt8(0)..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << flip
                var reader = ByteReader(damaged)
                _ = try? reader.event()
            }
        }
    }

    @Test("A text that is not UTF-8 is refused, also where it is as long as the fixed one")
    func texts() throws {
        let bytes: [UInt8] = [0x00, 0x41, 0x80, 0x90, 0xA0, 0xBD, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
        var texts: Set<[UInt8]> = [[]]
        for _ in 0..<4 { texts.formUnion(texts.flatMap { text in bytes.map { text + [$0] } }) }
        for text in texts {
            var reader = ByteReader([UInt8(text.count)] + text)
            let read = try? reader.text()
            #expect(read.map { Array($0.utf8) } == String(validating: text, as: UTF8.self).map { _ in text }, "\(text)")
        }
    }
}
