/// What an evaluation must remember beyond its variables; most expressions never need it.
final class Ledger {
    /// Global slots in the order in which they were bound.
    private(set) var bound: [Int] = []
    private var isBound: Set<Int> = []
    /// Global slots that lost their value, whether or not they got another since.
    private(set) var unbound: Set<Int> = []
    /// The exceptions being handled, for a bare `raise`.
    var handling: [ExceptionObject] = []
    /// Containers whose `repr` is under way.
    var representing: Set<ObjectIdentifier> = []
    /// What may be part of a cycle; let go of at the end.
    private var suspects: [Reference] = []
    private var frames: [Frame] = []

    func noteBound(_ slot: Int) {
        if isBound.insert(slot).inserted { bound.append(slot) }
    }

    func noteUnbound(_ slot: Int) {
        unbound.insert(slot)
        if isBound.remove(slot) != nil { bound.removeAll { $0 == slot } }
    }

    func hasBound(_ slot: Int) -> Bool { isBound.contains(slot) }

    func noteStored(in container: Reference) {
        // One that grows element by element is noted once.
        if let last = suspects.last, last === container { return }
        suspects.append(container)
    }

    func noteCaptured(_ frame: Frame) {
        if let last = frames.last, last === frame { return }
        frames.append(frame)
    }

    /// Breaks cycles. All are held while each lets go, so that no chain of them is released at once.
    func finish() {
        for suspect in suspects { suspect.clear() }
        for frame in frames { frame.clear() }
    }
}
