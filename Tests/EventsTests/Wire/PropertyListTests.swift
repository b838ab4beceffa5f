import Events
import TestKit
import Testing

@Suite("Properties as they lie on the wire")
struct PropertyListTests {
    /// Every type of field, nested ones and empty ones, names twice, and what is not UTF-8.
    private static func everyField() -> [UInt8] {
        var headers = WireWriter()
        func add(_ name: [UInt8], _ kind: Character, _ value: [UInt8] = []) {
            headers.short(name)
            headers.raw(Array(String(kind).utf8) + value)
        }
        let simple: [(Character, Int)] = [
            ("t", 1), ("b", 1), ("B", 1), ("s", 2), ("u", 2), ("I", 4), ("i", 4), ("f", 4), ("l", 8), ("L", 8),
            ("d", 8),
            ("T", 8), ("D", 5), ("V", 0),
        ]
        for (kind, size) in simple {
            add(Array("low-\(kind)".utf8), kind, [UInt8](repeating: 0, count: size))
            add(Array("high-\(kind)".utf8), kind, [UInt8](repeating: 0xFF, count: size))
        }
        for (kind, content) in [("S", "text"), ("x", "bytes")] as [(Character, String)] {
            var long = WireWriter()
            long.long(Array(content.utf8))
            add(Array(content.utf8), kind, long.bytes)
            add([0xFF], kind, [0, 0, 0, 1, 0xFE])
            add([], kind, [0, 0, 0, 0])
        }
        add(Array("table".utf8), "F", [0, 0, 0, 0])
        add(Array("array".utf8), "A", [0, 0, 0, 0])
        var nested = WireWriter()
        nested.table(["a": ["b": ["c": [1, [:], [], "x"]]]])
        add(Array("nested".utf8), "F", nested.bytes)
        add(Array("nested".utf8), "F", nested.bytes)
        return headers.bytes
    }

    private static func list() -> [UInt8] {
        var properties = MessageProperties()
        properties.contentType = "application/json"
        properties.contentEncoding = "utf-8"
        properties.deliveryMode = 1
        properties.priority = 200
        properties.correlationID = ""
        properties.replyTo = "r"
        properties.expiration = "60000"
        properties.messageID = "m"
        properties.timestamp = .max
        properties.type = "t"
        properties.userID = "guest"
        properties.appID = "a"
        var writer = WireWriter()
        writer.properties(properties, rawHeaders: everyField())
        return writer.bytes
    }

    @Test("Taken apart and put together it is the same, byte for byte")
    func same() throws {
        let bytes = Self.list()
        let list = try #require(PropertyList(bytes))
        #expect(list.encoded == bytes)
        #expect(list.size == bytes.count)
        // Only the flags; only an empty table; all properties absent but the last.
        for bytes in [[0, 0], [0x20, 0, 0, 0, 0, 0], [0, 4, 1, 65]] as [[UInt8]] {
            #expect(PropertyList(bytes)?.encoded == bytes)
        }
    }

    @Test("What is changed is changed alone")
    func changed() throws {
        var list = try #require(PropertyList(Self.list()))
        list.deliveryMode = 2
        list.userID = nil
        list.expiration = nil
        list.append(header: "x-own", field: FieldWriter.field("why"))
        #expect(list.header("x-own") == Array("S".utf8) + [0, 0, 0, 3] + Array("why".utf8))
        list.removeHeaders(["x-own"])
        list.deliveryMode = 1
        list.userID = Array("guest".utf8)
        list.expiration = Array("60000".utf8)
        #expect(list.encoded == Self.list())
    }

    @Test("Cut at any place it is refused, and nothing is read beyond its end")
    func cut() {
        let bytes = Self.list()
        var decoder = PropertyDecoder()
        for count in bytes.indices {
            let part = Array(bytes.prefix(count))
            #expect(PropertyList(part) == nil)
            #expect(throws: WireDamage.self) { try part.withUnsafeBytes { try decoder.properties($0) } }
        }
        #expect(PropertyList(bytes + [0]) == nil)
    }

    @Test("Values are read where there are any, and the others are named")
    func values() throws {
        var decoder = PropertyDecoder()
        let read = try Self.list().withUnsafeBytes { try decoder.properties($0) }
        #expect(read.headers["low-D"] == 0)
        // A scale of 255 and -1: the nearest double, as in JSON.
        #expect(read.headers["high-D"] == -1e-255)
        #expect(read.headers["high-b"] == -1)
        #expect(read.headers["high-B"] == 255)
        #expect(read.headers["bytes"] == "Ynl0ZXM=")
        #expect(
            TextSet(read.unreadableHeaders.keys) == [
                "high-L", "high-T", "high-f", "high-d", "base64:/w==", "", "nested",
            ])
        for (name, reason) in read.unreadableHeaders { #expect(reason.contains("header \(name) ")) }
    }

    @Test("A list made of values says what they say")
    func made() throws {
        var properties = MessageProperties()
        properties.type = "t"
        properties.messageID = "base64:/w=="
        properties.timestamp = 7
        properties.priority = 3
        properties.headers = [
            "n": nil, "b": true, "i": .int(.min), "d": -0.5, "s": "é", "l": [1, [2]], "t": ["a": ["b": "c"]],
        ]
        var decoder = PropertyDecoder()
        let encoded = PropertyList(properties).encoded
        #expect(try encoded.withUnsafeBytes { try decoder.properties($0) } == properties)
    }
}
