/// The local variables of one call (or comprehension), and where the ones around it are.
///
/// The slots stand in the object itself: one allocation a call.
final class Frame: ManagedBuffer<Frame.Header, Object?> {
    struct Header {
        let machine: Machine
        let parent: Frame?
        let count: Int
    }

    static func make(_ machine: Machine, parent: Frame? = nil, slots: Int) -> Frame {
        let buffer = create(minimumCapacity: slots) { _ in Header(machine: machine, parent: parent, count: slots) }
        buffer.withUnsafeMutablePointerToElements { $0.initialize(repeating: nil, count: slots) }
        // `create` makes an object of the class it is called on.
        return unsafeDowncast(buffer, to: Frame.self)
    }

    deinit {
        _ = withUnsafeMutablePointers { header, elements in elements.deinitialize(count: header.pointee.count) }
    }

    var machine: Machine { withUnsafeMutablePointerToHeader { $0.pointee.machine } }

    /// Slots come from the resolver, which has counted them.
    subscript(slot: Int) -> Object? {
        get { withUnsafeMutablePointerToElements { $0[slot] } }
        set { withUnsafeMutablePointerToElements { $0[slot] = newValue } }
    }

    /// The frame `hops` further out.
    func outer(_ hops: Int) -> Frame {
        var frame = self
        for _ in 0..<hops { frame = frame.withUnsafeMutablePointerToHeader { $0.pointee.parent } ?? frame }
        return frame
    }

    func clear() {
        withUnsafeMutablePointers { header, elements in
            for slot in 0..<header.pointee.count { elements[slot] = nil }
        }
    }
}
