/// A 64-bit number for a message's source and id, by SipHash-2-4 under a key of the database's own: nobody outside can
/// make many ids that share one.
package struct MessageDigest: Sendable {
    private let first: UInt64
    private let second: UInt64

    package init(key first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// The first form, of rows up to `InboxProgress.oldForm`.
    package func callAsFunction(_ source: Int64, _ id: String) -> Int64 {
        var id = id
        var state = State(first, second)
        state.compress(UInt64(bitPattern: source))
        return id.withUTF8 { Int64(bitPattern: state.finish($0, length: 8 &+ $0.count)) }
    }

    /// A new state under the key.
    package var begun: State { State(first, second) }

    /// The digest of bytes alone, as SipHash's authors define it.
    package func digest(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = State(first, second)
        return state.finish(bytes, length: bytes.count)
    }

    package struct State {
        private var v0: UInt64
        private var v1: UInt64
        private var v2: UInt64
        private var v3: UInt64

        fileprivate init(_ first: UInt64, _ second: UInt64) {
            v0 = first ^ 0x736f_6d65_7073_6575
            v1 = second ^ 0x646f_7261_6e64_6f6d
            v2 = first ^ 0x6c79_6765_6e65_7261
            v3 = second ^ 0x7465_6462_7974_6573
        }

        package mutating func compress(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        /// Takes the bytes in; `length` counts those taken before, too.
        package mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>, length: Int) -> UInt64 {
            let raw = UnsafeRawBufferPointer(bytes)
            let whole = raw.count & ~7
            var offset = 0
            while offset < whole {
                compress(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset &+= 8
            }
            var last = UInt64(truncatingIfNeeded: length) << 56
            while offset < raw.count {
                last |= UInt64(raw[offset]) << UInt64(8 &* (offset & 7))
                offset &+= 1
            }
            return finish(last)
        }

        /// The digest, after a last word.
        package mutating func finish(_ last: UInt64 = 0) -> UInt64 {
            compress(last)
            v2 ^= 0xff
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 = v0 &+ v1
            v1 = Self.rotate(v1, 13) ^ v0
            v0 = Self.rotate(v0, 32)
            v2 = v2 &+ v3
            v3 = Self.rotate(v3, 16) ^ v2
            v0 = v0 &+ v3
            v3 = Self.rotate(v3, 21) ^ v0
            v2 = v2 &+ v1
            v1 = Self.rotate(v1, 17) ^ v2
            v2 = Self.rotate(v2, 32)
        }

        private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
            (word &<< count) | (word &>> (64 &- count))
        }
    }
}
