import Messages
import Values

/// Properties and headers with everything that AMQP has.
package enum EveryField {
    /// Every type of field, nested ones and empty ones, names twice, and what is not UTF-8.
    package static func headers() -> [UInt8] {
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

    /// Every property beside them.
    package static func list() -> [UInt8] {
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
        writer.properties(properties, rawHeaders: headers())
        return writer.bytes
    }
}
