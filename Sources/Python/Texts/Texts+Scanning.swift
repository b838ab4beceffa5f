/// Looking through the bytes of a text, eight at a time.
extension Texts {
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let lowBits: UInt64 = 0x0101_0101_0101_0101

    static func isASCII(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var position = 0
            while position + 8 <= raw.count {
                if raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & highBits != 0 { return false }
                position += 8
            }
            return raw[position...].allSatisfy { $0 < 0x80 }
        } ?? text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// In code points.
    static func length(_ text: String) -> Int {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var (position, following) = (0, 0)
            while position + 8 <= raw.count {
                following += followingBytes(raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                position += 8
            }
            return raw[position...].reduce(raw.count - following) { $0 - ($1 & 0xC0 == 0x80 ? 1 : 0) }
        } ?? text.unicodeScalars.count
    }

    /// The place of a code point that is there.
    static func place(_ index: Int, in text: String) -> String.Index {
        let offset = text.utf8.withContiguousStorageIfAvailable { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var (position, left) = (0, index)
            while position + 8 <= raw.count {
                let begun = 8 - followingBytes(raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                // The last one that begins here may be the one.
                if begun > left { break }
                left -= begun
                position += 8
            }
            while position < raw.count {
                if raw[position] & 0xC0 != 0x80 {
                    if left == 0 { break }
                    left -= 1
                }
                position += 1
            }
            return position
        }
        if let offset { return text.utf8.index(text.startIndex, offsetBy: offset) }
        return text.unicodeScalars.index(text.startIndex, offsetBy: index)
    }

    /// How many of eight bytes go on with a code point: they begin with the bits 10.
    private static func followingBytes(_ word: UInt64) -> Int { ((word >> 7) & ~(word >> 6) & lowBits).nonzeroBitCount }

    /// Whether a `repr` shows the text as it is, but for the quotes around it.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "'")
        }
    }
}
