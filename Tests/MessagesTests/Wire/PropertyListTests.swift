import Messages
import TestKit
import Testing
import Values

@Suite("Properties as they lie on the wire")
struct PropertyListTests {
    @Test("Taken apart and put together it is the same, byte for byte")
    func same() throws {
        let bytes = EveryField.list()
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
        var list = try #require(PropertyList(EveryField.list()))
        list.deliveryMode = 2
        list.userID = nil
        list.expiration = nil
        list.append(header: "x-own", field: FieldWriter.field("why"))
        #expect(list.header("x-own") == Array("S".utf8) + [0, 0, 0, 3] + Array("why".utf8))
        list.removeHeaders(["x-own"])
        list.deliveryMode = 1
        list.userID = Array("guest".utf8)
        list.expiration = Array("60000".utf8)
        #expect(list.encoded == EveryField.list())
    }

    @Test("Cut at any place it is refused, and nothing is read beyond its end")
    func cut() {
        let bytes = EveryField.list()
        var decoder = PropertyDecoder()
        for count in bytes.indices {
            let part = Array(bytes.prefix(count))
            #expect(PropertyList(part) == nil)
            #expect(throws: WireDamage.self) { try part.withUnsafeBytes { try decoder.properties($0) } }
        }
        #expect(PropertyList(bytes + [0]) == nil)
    }

    @Test("Headers of any depth are gone over to their ends, and what is damaged deep inside is refused")
    func deep() throws {
        for poison in Poison.wellFormed { #expect(PropertyList(poison.list)?.encoded == poison.list, "\(poison)") }
        for poison in Poison.damaged { #expect(PropertyList(poison.list) == nil, "\(poison)") }
        func nested(_ levels: Int, in innermost: [UInt8]) -> [UInt8] {
            var field = innermost
            for _ in 0..<levels {
                var outer = WireWriter()
                outer.raw([UInt8(ascii: "A")])
                outer.long(field)
                field = outer.bytes
            }
            return Poison.list { $0.long([1, UInt8(ascii: "h")] + field) }
        }
        let (sound, unknown) = ([UInt8(ascii: "t"), 1], [UInt8(ascii: "?"), 1])
        for levels in [0, 1, 16, 17, 101, 500] {
            let list = nested(levels, in: sound)
            #expect(PropertyList(list)?.encoded == list)
            #expect(PropertyList(nested(levels, in: unknown)) == nil)
            #expect(PropertyList(nested(levels, in: [UInt8(ascii: "l"), 1])) == nil)
            // One that says that it is longer than what it is in; or shorter, which leaves something behind it.
            for size in [9, 2] as [UInt8] {
                #expect(PropertyList(nested(levels, in: [UInt8(ascii: "F"), 0, 0, 0, size, 1, 97, 86])) == nil)
            }
        }
    }

    @Test("Values are read where there are any, and the others are named")
    func values() throws {
        var decoder = PropertyDecoder()
        let read = try EveryField.list().withUnsafeBytes { try decoder.properties($0) }
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
