/// Damage to bytes, as files and networks do it and as people do it on purpose.
package enum Mutation {
    /// Some of `bytes` changed, dropped, doubled or moved; `spice` are bytes that mean something in the format.
    package static func mutate(
        _ bytes: inout [UInt8], spice: [UInt8], times: Int = 8, _ random: inout SeededGenerator
    ) {
        for _ in 0..<Int.random(in: 1...times, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let other = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes[at] = spice.randomElement(using: &random) ?? 0
            case 2: bytes.remove(at: at)
            case 3: bytes.insert(spice.randomElement(using: &random) ?? 0, at: at)
            case 4: bytes.removeSubrange(at..<min(at + Int.random(in: 1...40, using: &random), bytes.count))
            case 5: bytes.insert(contentsOf: bytes[other..<min(other + 40, bytes.count)], at: at)
            case 6: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            default: repeatPiece(&bytes, from: min(at, other), to: max(at, other), &random)
            }
        }
    }

    /// Many times the same: what nests or multiplies shows here.
    private static func repeatPiece(
        _ bytes: inout [UInt8], from start: Int, to end: Int, _ random: inout SeededGenerator
    ) {
        let piece = Array(bytes[start..<min(end, start + 20)])
        let times = random.next() % 16 == 0 ? 400 : 4
        guard !piece.isEmpty, bytes.count < 1 << 20 else { return }
        for _ in 0..<times { bytes.insert(contentsOf: piece, at: start) }
    }
}
