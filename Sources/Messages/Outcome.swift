import Values

/// What became of an event. Stores keep the numbers, and answers and logs have the words: neither is ever reused.
package enum Outcome: Int, Sendable, Hashable, CaseIterable {
    case delivered = 1
    case started = 2
    case duplicate = 3
    case held = 4
    case parked = 5
    case discarded = 6
    case expired = 7
    case ambiguous = 8
    case deadLettered = 9

    /// Whether a message with this outcome is known by it: the same again is a duplicate. A dead letter, and what
    /// nobody wanted, may be sent again and are tried again.
    package var isEffect: Bool {
        switch self {
        case .delivered, .started, .held, .parked, .ambiguous, .discarded: true
        case .duplicate, .expired, .deadLettered: false
        }
    }
}

extension Outcome: NamedByWord {
    package var word: String {
        switch self {
        case .delivered: "delivered"
        case .started: "started"
        case .duplicate: "duplicate"
        case .held: "held"
        case .parked: "parked"
        case .discarded: "discarded"
        case .expired: "expired"
        case .ambiguous: "ambiguous"
        case .deadLettered: "deadLettered"
        }
    }
}
