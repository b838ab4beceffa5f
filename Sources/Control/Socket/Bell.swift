#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes the one thread that sleeps in `poll`.
final class Bell: Sendable {
    let readEnd: Descriptor
    private let writeEnd: Descriptor

    init() throws(ControlProblem) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ControlProblem("no pipe is left to be had: \(systemReason())") }
        readEnd = Descriptor(ends[0])
        writeEnd = Descriptor(ends[1])
        for end in [readEnd, writeEnd] {
            end.neverInherit()
            end.neverBlock()
        }
    }

    /// A full pipe is rung already.
    func ring() {
        var byte: UInt8 = 1
        _ = write(writeEnd.number, &byte, 1)
    }

    func silence() { _ = readEnd.take(atMost: 512) }
}
