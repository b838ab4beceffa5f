import OrderedCollections
package import Values

/// Writes AMQP's types (§4.2), those that a `Value` has.
package struct FieldWriter {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 64) { bytes.reserveCapacity(capacity) }

    /// The value of a header, with its type in front.
    package static func field(_ value: Value) -> [UInt8] {
        var writer = FieldWriter()
        writer.write(field: value)
        return writer.bytes
    }

    /// The value of a header that is bytes, text as a rule.
    package static func field(text: [UInt8]) -> [UInt8] {
        var writer = FieldWriter(reserving: text.count + 5)
        writer.write(kind: "S")
        writer.write(long: text)
        return writer.bytes
    }

    mutating func write(raw bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    mutating func write(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// A short string; what is beyond its 255 bytes is cut.
    mutating func write(short text: [UInt8]) {
        write(UInt8(clamping: text.count))
        bytes.append(contentsOf: text.prefix(255))
    }

    private mutating func write(long bytes: [UInt8]) {
        write(UInt32(clamping: bytes.count))
        write(raw: bytes)
    }

    private mutating func write(kind: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: kind.value)) }

    private mutating func write(field value: Value) {
        switch value {
        case .null: write(kind: "V")
        case .bool(let flag):
            write(kind: "t")
            bytes.append(flag ? 1 : 0)
        case .int(let number):
            write(kind: "l")
            write(Int64(number))
        case .double(let number):
            write(kind: "d")
            write(number.bitPattern)
        case .string(let text):
            write(kind: "S")
            write(long: Array(text.utf8))
        case .list(let items):
            write(kind: "A")
            write(long: items.reduce(into: []) { $0 += Self.field($1) })
        case .dict(let entries):
            write(kind: "F")
            var table = FieldWriter()
            for (name, item) in entries {
                table.write(short: Array(name.utf8))
                table.write(field: item)
            }
            write(long: table.bytes)
        }
    }
}

extension PropertyList {
    /// The list that says the same as these.
    package init(_ source: MessageProperties) {
        self.init()
        let texts: [(Property, String?)] = [
            (.contentType, source.contentType), (.contentEncoding, source.contentEncoding),
            (.correlationID, source.correlationID), (.replyTo, source.replyTo), (.expiration, source.expiration),
            (.messageID, source.messageID), (.type, source.type), (.userID, source.userID), (.appID, source.appID),
        ]
        for (property, text) in texts { self[short: property] = text.map { WireText.bytes($0) } }
        if let mode = source.deliveryMode { set(.deliveryMode, encoded: [mode]) }
        if let priority = source.priority { set(.priority, encoded: [priority]) }
        if let seconds = source.timestamp {
            set(.timestamp, encoded: withUnsafeBytes(of: seconds.bigEndian) { Array($0) })
        }
        for (name, value) in source.headers { append(header: name, field: FieldWriter.field(value)) }
    }
}
