/// What became of an event; each is counted.
package enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// An instance that waited for it got it.
    case delivered
    /// It started an instance.
    case started
    /// It had been applied before; nothing happened.
    case duplicate
    /// Nobody waits for it yet; it is kept until somebody does or its time is up.
    case held
    /// A person must look at it.
    case parked
    /// Nobody waited, and its route says to drop it then.
    case discarded
    /// Its time as a held event was up.
    case expired
    /// Several receivers are equally good, and a message goes to one only; it is parked.
    case ambiguous
    /// It cannot become an event and went to the dead-letter queue.
    case dead
}
