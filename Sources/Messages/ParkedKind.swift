import Values

/// The kinds of parked things. Stores keep the numbers, which are never reused; answers have the words.
package enum ParkedKind: Int, Sendable, Hashable, CaseIterable {
    case event = 0
    case instance = 1
    case publication = 2
    case delivery = 3
}

extension ParkedKind: NamedByWord {
    package var word: String {
        switch self {
        case .event: "event"
        case .instance: "instance"
        case .publication: "publication"
        case .delivery: "delivery"
        }
    }
}
