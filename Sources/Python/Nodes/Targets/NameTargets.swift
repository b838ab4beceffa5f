final class GlobalTarget: TargetNode {
    private let slot: Int

    init(slot: Int) { self.slot = slot }

    func assign(_ value: Object, _ frame: Frame) throws { frame.machine.bind(slot, value) }

    func delete(_ frame: Frame) throws { try frame.machine.unbind(slot) }
}

final class LocalTarget: TargetNode {
    private let slot: Int
    private let name: String

    init(slot: Int, name: String) {
        self.slot = slot
        self.name = name
    }

    func assign(_ value: Object, _ frame: Frame) throws { frame[slot] = value }

    func delete(_ frame: Frame) throws {
        guard frame[slot] != nil else {
            throw Raise(
                .unboundLocalError, "cannot access local variable '\(name)' where it is not associated with a value")
        }
        frame[slot] = nil
    }
}

/// A `nonlocal` name, or a `:=` within a comprehension.
final class OuterTarget: TargetNode {
    private let hops: Int
    private let slot: Int

    init(hops: Int, slot: Int) {
        self.hops = hops
        self.slot = slot
    }

    func assign(_ value: Object, _ frame: Frame) throws { frame.outer(hops)[slot] = value }

    func delete(_ frame: Frame) throws { frame.outer(hops)[slot] = nil }
}
