package import Messages
import StorePort

/// What a person decided about a parked thing.
package enum ParkedDecision: Sendable, Hashable {
    case retry
    /// Not named by its number, but one of all: what only a person can choose stays as it is.
    case retryAmongAll
    case discard(why: String)
}

/// What came of that decision.
package enum RetryOutcome: Sendable, Hashable {
    /// What became of a delivery or an event this time.
    case applied(Outcome)
    /// A publication waits for the broker again; `CoreEffects.retried` tells what comes of it.
    case published
    /// The broker has confirmed it.
    case confirmed
    /// The broker refuses it for now; it stays in the outbox, and is tried again.
    case refused
    /// An instance goes on.
    case resumed(InstanceStatus)
    /// It failed again, and is parked under its old number.
    case parkedAgain(reason: String)
    case discarded
    /// Nothing has happened: a person must say which body of a message is right.
    case needsChoice(reason: String)
    /// No bridge runs: it is done at the next start.
    case requested
    /// Nothing is parked under that number (any more).
    case gone

    /// Whether nothing is left for a person to do.
    package var isDone: Bool {
        switch self {
        case .applied, .confirmed, .resumed, .discarded, .requested: true
        case .published, .refused, .parkedAgain, .needsChoice, .gone: false
        }
    }
}

/// What is being retried: should it fail again, it goes back to its old place.
struct RetriedEntry {
    var number: Int64
    var attempts: Int
    var key: MessageKey?
}

extension RetryOutcome {
    /// What a person is told.
    package var word: String {
        switch self {
        case .applied(let outcome): outcome.word
        case .published: "published, not confirmed yet"
        case .confirmed: "published"
        case .refused: "refused"
        case .resumed(let status): status.word
        case .parkedAgain: "parked again"
        case .discarded: "discarded"
        case .requested: "asked for: the next start of the bridge does it first"
        case .needsChoice: "not retried"
        case .gone: "gone"
        }
    }
}
