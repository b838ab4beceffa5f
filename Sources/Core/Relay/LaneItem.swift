/// A thing that is handed over in its turn: numbered in the order of all, and ordered within its lane.
protocol LaneItem: Sendable, Hashable {
    associatedtype LaneID: Sendable, Hashable

    /// Unique, and larger the later it was added. What becomes of the item is told by this number.
    var position: Int64 { get }
    /// Items of one lane are handed over in the order of their positions, each when the one before is done with.
    var lane: LaneID { get }
}

/// How much `Lanes` may hold, and how long what was refused waits.
package struct LaneLimits: Sendable, Hashable {
    /// Items on their way at once.
    package var unconfirmed = 2_000
    /// Items in memory, waiting or on their way.
    package var loaded = 10_000
    /// The wait before a refused item is tried again: doubled each time, from … to.
    package var firstRetry = Duration.milliseconds(500)
    package var longestRetry = Duration.seconds(30)

    package init() {}

    func wait(after refusals: Int) -> Duration { min(longestRetry, firstRetry * (1 << min(refusals - 1, 16))) }
}
