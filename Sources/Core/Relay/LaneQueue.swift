import DequeModule

/// One lane of `Lanes`, which has at least one item in memory.
struct LaneQueue<Item: LaneItem>: Sendable, Hashable {
    /// What is being done with the first item of the lane.
    enum State: Sendable, Hashable {
        /// It may go, and stands in the line of those that may.
        case ready(refusals: Int)
        /// It is on its way: the receiver has not spoken about it.
        case sent(refusals: Int)
        /// It was refused so often in a row, and waits for its time.
        case refused(times: Int)
        /// It can never be delivered, and waits until that is on disk.
        case putAside
    }

    private(set) var first: Item
    private var behind = Deque<Item>()
    var state = State.ready(refusals: 0)

    init(_ first: Item) { self.first = first }

    mutating func append(_ item: Item) { behind.append(item) }

    /// The first is done with, and the next may go; false if there is none.
    mutating func advance() -> Bool {
        guard let next = behind.popFirst() else { return false }
        first = next
        state = .ready(refusals: 0)
        return true
    }
}
