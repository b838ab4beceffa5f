/// FNV-1a, 64 bits: tells whether two bodies with the same message id are the same. Not for anything else.
package func bodyHash(_ body: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in body {
        hash ^= UInt64(byte)
        hash = hash &* 0x100_0000_01B3
    }
    return hash
}
