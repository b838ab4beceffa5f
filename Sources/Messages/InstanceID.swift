package import Values

/// The id of an instance: UUIDv7 text (RFC 9562 §5.7), lower case, so that ids sort by the time they began.
package struct InstanceID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// A new id: 48 bits of milliseconds, then 74 random bits.
    package init(at moment: Timestamp, using random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(clamping: moment.microseconds / 1000) & 0xFFFF_FFFF_FFFF
        let high = (milliseconds << 16) | 0x7000 | (random.next() & 0x0FFF)
        let low = (random.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        self.text = Self.format(high, low)
    }

    package var description: String { text }

    /// The id of what the instance emitted at this place of its sequence: the same at every attempt, so that whoever
    /// receives it can drop duplicates.
    package func messageID(_ sequence: Int) -> String { "\(text)/\(sequence)" }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func format(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                let word = index < 16 ? high : low
                if position == 8 || position == 13 || position == 18 || position == 23 {
                    buffer[position] = UInt8(ascii: "-")
                    position &+= 1
                }
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 &- 4 &* (index & 15))) & 0xF
                buffer[position] = digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &- 10 &+ digit
                position &+= 1
            }
            return position
        }
    }
}
