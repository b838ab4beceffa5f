/// Writes the compact binary form in which the store keeps states, events and properties.
///
/// Integers are LEB128 varints (signed ones zigzag), strings and lists carry their count first.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    package mutating func write(byte: UInt8) { bytes.append(byte) }

    package mutating func write(unsigned number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func write(count: Int) { write(unsigned: UInt64(count)) }

    package mutating func write(signed number: Int64) {
        write(unsigned: UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    package mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            write(count: utf8.count)
            bytes.append(contentsOf: utf8)
        }
    }

    package mutating func write(_ blob: [UInt8]) {
        write(count: blob.count)
        bytes.append(contentsOf: blob)
    }

    /// An optional is a presence byte, then the value.
    package mutating func write<Wrapped>(_ value: Wrapped?, with body: (inout ByteWriter, Wrapped) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    package mutating func write(_ text: String?) { write(text) { $0.write($1) } }

    package mutating func write(_ value: Value) {
        switch value {
        case .null: write(byte: 0)
        case .bool(false): write(byte: 1)
        case .bool(true): write(byte: 2)
        case .int(let number):
            write(byte: 3)
            write(signed: Int64(number))
        case .double(let number):
            write(byte: 4)
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        case .string(let text):
            write(byte: 5)
            write(text)
        case .list(let items):
            write(byte: 6)
            write(count: items.count)
            for position in items.indices { write(items[position]) }
        case .dict(let entries):
            write(byte: 7)
            write(entries)
        }
    }

    package mutating func write(_ entries: TextTable<Value>) {
        write(count: entries.count)
        // By position: going over pairs would copy each of them.
        for position in entries.keys.indices {
            write(entries.keys[position])
            write(entries.values[position])
        }
    }
}
