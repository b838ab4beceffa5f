/// Encoded properties of a message that a client library may refuse to decode.
package struct Poison: Sendable, CustomStringConvertible {
    package let description: String
    package let list: [UInt8]
    /// Whether it is as AMQP has it, so that a broker passes it on, too.
    package var isWellFormed = true

    /// A list of one property, the headers.
    package static func list(_ headers: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter()
        writer.integer(UInt16(1 << 13))
        headers(&writer)
        return writer.bytes
    }

    private static func headers(_ type: Character, _ value: [UInt8], name: [UInt8] = [UInt8(ascii: "h")]) -> [UInt8] {
        var table = WireWriter()
        table.short(name)
        table.raw(Array(String(type).utf8) + value)
        return list { $0.long(table.bytes) }
    }

    private static func arrays(_ levels: Int) -> [UInt8] {
        var writer = WireWriter()
        for level in 1...levels {
            writer.integer(UInt32((levels - level) * 5))
            if level < levels { writer.raw([UInt8(ascii: "A")]) }
        }
        return writer.bytes
    }

    private static func tables(_ levels: Int) -> [UInt8] {
        var writer = WireWriter()
        for level in 1...levels {
            writer.integer(UInt32((levels - level) * 7))
            if level < levels { writer.raw([1, UInt8(ascii: "t"), UInt8(ascii: "F")]) }
        }
        return writer.bytes
    }

    /// What a broker takes, and passes on.
    package static let wellFormed = [
        Poison(description: "26,000 arrays", list: headers("A", arrays(26_000))),
        Poison(description: "101 arrays", list: headers("A", arrays(101))),
        Poison(description: "18,000 tables", list: headers("F", tables(18_000))),
        Poison(description: "101 tables", list: headers("F", tables(101))),
        Poison(description: "a name that is no text", list: headers("V", [], name: [0xFF])),
        Poison(description: "a value that is no text", list: headers("S", [0, 0, 0, 1, 0xFE])),
    ]

    /// What is not as AMQP has it.
    package static let damaged = [
        ("nothing", []),
        ("one byte", [0]),
        ("flags without end", [UInt8](repeating: 0xFF, count: 40)),
        ("a type that there is not", headers("Z", [0])),
        ("a type that there is not, in an array", headers("A", [0, 0, 0, 1, UInt8(ascii: "?")])),
        ("a value that ends early", headers("l", [1, 2, 3])),
        ("a text beyond its table", headers("S", [0, 0, 1, 0, 1])),
        ("a text of 4 GiB", headers("x", [0xFF, 0xFF, 0xFF, 0xFF])),
        ("a table beyond the list", list { $0.raw([0, 0, 0, 9, 1]) }),
        ("a table of 4 GiB", list { $0.raw([0xFF, 0xFF, 0xFF, 0xFF]) }),
        ("a text beyond the list", [0x80, 0, 9, 1]),
        ("a priority that is not there", [8, 0]),
    ].map { Poison(description: $0.0, list: $0.1, isWellFormed: false) }

    package static let all = wellFormed + damaged
}
