#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes the one thread that sleeps in `poll`.
final class Bell: Sendable {
    let heard: Descriptor
    private let rope: Descriptor

    init() throws(ControlProblem) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ControlProblem("no pipe is left to be had: \(systemReason())") }
        heard = Descriptor(ends[0])
        rope = Descriptor(ends[1])
        for end in [heard, rope] {
            end.neverInherit()
            end.neverBlock()
        }
    }

    /// A full pipe is rung already.
    func ring() {
        var byte: UInt8 = 1
        _ = write(rope.number, &byte, 1)
    }

    func silence() { _ = heard.take(atMost: 512) }
}
