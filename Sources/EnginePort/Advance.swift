package import Messages
package import Values

/// What an input did.
package struct Advance: Sendable, Hashable {
    /// False where nobody in the instance waited for the input; then nothing else has changed.
    package var accepted: Bool
    /// The instance's next state, for the store.
    package var state: [UInt8]
    /// What `get_events` gives after the input: thrown and not caught inside, in order.
    package var emitted: [Event]
    /// What it now waits for, from outside.
    package var waits: [Subscription]
    /// When it next needs the clock.
    package var wakeAt: Timestamp?
    package var ended: Bool

    package init(
        accepted: Bool, state: [UInt8], emitted: [Event], waits: [Subscription], wakeAt: Timestamp?, ended: Bool
    ) {
        self.accepted = accepted
        self.state = state
        self.emitted = emitted
        self.waits = waits
        self.wakeAt = wakeAt
        self.ended = ended
    }
}
