/// When a channel that refuses publications again and again is given up for a new one.
///
/// RabbitMQ 3.10 remembers for each channel who leads a quorum queue. A channel that first publishes while that node is
/// already dead asks it again for each publication, and refuses all of them for ever, though the queue has a new leader;
/// a new channel is served at once. A queue that is really full refuses in the same words, so a new channel is tried
/// soon after a connection was lost, and otherwise seldom.
struct ChannelRenewal: Sendable, Hashable {
    /// So many refusals of one publication end a channel; the first two soon after a connection was lost, when the
    /// election of a new leader takes about half a second.
    private static let patience = [2, 3]
    private static let lastPatience = 5
    private static let firstPause = Duration.seconds(30)
    private static let longestPause = Duration.seconds(600)

    private var pause = Self.firstPause
    private var notBefore: ContinuousClock.Instant?
    /// How many channels in a row were given up since a connection was lost.
    private var early = 0

    /// Whether a publication that this channel has refused so often ends it.
    func isDue(refusals: Int, at now: ContinuousClock.Instant) -> Bool {
        if early < Self.patience.count { return refusals >= Self.patience[early] }
        return refusals >= Self.lastPatience && now >= notBefore ?? now
    }

    /// The channel is given up.
    mutating func began(at now: ContinuousClock.Instant) {
        if early < Self.patience.count {
            early += 1
        } else {
            notBefore = now + pause
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// What was refused on the old channel is taken on the new one.
    mutating func helped() { pause = Self.firstPause }

    /// The connection was lost for another reason: perhaps the node that led the queues is gone.
    mutating func connectionLost() { early = 0 }
}
