import Testing

@testable import Events

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
}
