/// Two numbers of 64 bits for the content of something: to know it again in the lives to come, at a fraction of a
/// nanosecond a byte. Not for what somebody would gain by forging.
package struct ContentDigest: Sendable {
    package private(set) var first: UInt64
    package private(set) var second: UInt64

    package init(seed: UInt64) {
        first = seed ^ 0x9E37_79B9_7F4A_7C15
        second = seed &+ 0xC2B2_AE3D_27D4_EB4F
    }

    package mutating func add(_ word: UInt64) {
        let product = first.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        first = product.high ^ product.low ^ word
        second = ((second &<< 23) | (second &>> 41)) &+ word
        second = (second ^ (second &>> 32)) &* 0xE703_7ED1_A0B4_28DB
    }

    /// With its length, so that what follows is not taken for a part of it.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        let whole = bytes.count & ~7
        var offset = 0
        while offset < whole {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset &+= 8
        }
        guard offset < bytes.count else { return }
        var last: UInt64 = 0
        while offset < bytes.count {
            last = last << 8 | UInt64(bytes[offset])
            offset &+= 1
        }
        add(last)
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Nil is none of the texts.
    package mutating func add(_ text: String?) {
        guard let text else { return add(UInt64.max) }
        add(text)
    }
}
