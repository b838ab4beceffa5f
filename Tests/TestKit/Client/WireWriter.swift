package import Messages
package import Values

/// Writes AMQP 0-9-1's types (§4.2.5), independently of the code under test.
package struct WireWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func integer(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func raw(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    package mutating func short(_ text: String) { short(Array(text.utf8)) }

    package mutating func short(_ text: [UInt8]) {
        integer(UInt8(text.count))
        raw(text)
    }

    package mutating func long(_ bytes: [UInt8]) {
        integer(UInt32(bytes.count))
        raw(bytes)
    }

    package mutating func table(_ entries: TextTable<Value>) {
        var inner = WireWriter()
        for (name, value) in entries {
            inner.short(name)
            inner.field(value)
        }
        long(inner.bytes)
    }

    package mutating func field(_ value: Value) {
        switch value {
        case .null: raw([UInt8(ascii: "V")])
        case .bool(let flag): raw([UInt8(ascii: "t"), flag ? 1 : 0])
        case .int(let number):
            raw([UInt8(ascii: "l")])
            integer(Int64(number))
        case .double(let number):
            raw([UInt8(ascii: "d")])
            integer(number.bitPattern)
        case .string(let text):
            raw([UInt8(ascii: "S")])
            long(Array(text.utf8))
        case .list(let items):
            var inner = WireWriter()
            for item in items { inner.field(item) }
            raw([UInt8(ascii: "A")])
            long(inner.bytes)
        case .dict(let entries):
            raw([UInt8(ascii: "F")])
            table(entries)
        }
    }

    /// Flags and values of a basic content header. `rawHeaders` are the bytes of a table, in place of the headers.
    package mutating func properties(_ source: MessageProperties, rawHeaders: [UInt8]? = nil) {
        var flags: UInt16 = 0
        var inner = WireWriter()
        func text(_ text: String?, _ flag: Int) {
            guard let text else { return }
            flags |= 1 << flag
            inner.short(text)
        }
        text(source.contentType, 15)
        text(source.contentEncoding, 14)
        if let rawHeaders {
            flags |= 1 << 13
            inner.long(rawHeaders)
        } else if !source.headers.isEmpty {
            flags |= 1 << 13
            inner.table(source.headers)
        }
        if let mode = source.deliveryMode {
            flags |= 1 << 12
            inner.integer(mode)
        }
        if let priority = source.priority {
            flags |= 1 << 11
            inner.integer(priority)
        }
        text(source.correlationID, 10)
        text(source.replyTo, 9)
        text(source.expiration, 8)
        text(source.messageID, 7)
        if let seconds = source.timestamp {
            flags |= 1 << 6
            inner.integer(seconds)
        }
        text(source.type, 5)
        text(source.userID, 4)
        text(source.appID, 3)
        integer(flags)
        raw(inner.bytes)
    }
}
