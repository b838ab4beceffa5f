/// The local variables of one call (or comprehension), and where the ones around it are.
final class Frame {
    let machine: Machine
    let parent: Frame?
    var locals: [Object?]

    init(_ machine: Machine, parent: Frame? = nil, slots: Int) {
        self.machine = machine
        self.parent = parent
        self.locals = slots == 0 ? [] : [Object?](repeating: nil, count: slots)
    }

    /// The frame `hops` further out.
    func outer(_ hops: Int) -> Frame {
        var frame = self
        for _ in 0..<hops { frame = frame.parent ?? frame }
        return frame
    }
}
