/// Where names live while a fragment is resolved: the fragment, a function, or a comprehension.
final class Scope {
    enum Kind {
        case module, function, comprehension
    }

    let kind: Kind
    let parent: Scope?
    let bindings: Bindings
    /// Slots in the frame, for the names bound here.
    private var slots: TextMap<Int> = [:]
    /// Slots handed out in this frame.
    private(set) var count = 0
    /// Whether it has a frame of its own; a comprehension may share the one around it.
    let hasFrame: Bool

    init(_ kind: Kind, parent: Scope?, bindings: Bindings, hasFrame: Bool = true) {
        self.kind = kind
        self.parent = parent
        self.bindings = bindings
        self.hasFrame = hasFrame
    }

    /// The scope whose frame holds this one's variables.
    var host: Scope { hasFrame ? self : parent?.host ?? self }

    func slot(of name: String) -> Int? { slots[name] }

    func addSlot(for name: String) {
        if slots[name] == nil { slots[name] = host.nextSlot() }
    }

    private func nextSlot() -> Int {
        count += 1
        return count - 1
    }
}

/// Where a name was found.
enum Place {
    case local(slot: Int)
    case outer(hops: Int, slot: Int)
    case global(slot: Int)
}
