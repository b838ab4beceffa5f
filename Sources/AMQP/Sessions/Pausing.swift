package import Values

/// Which queues are not consumed for now.
package enum Pausing: Sendable, Hashable {
    /// These; the others are consumed.
    case some(TextSet)
    /// All of them. These stay paused when the rest goes on.
    case all(then: TextSet)

    package static let none = Pausing.some([])

    func holds(_ queue: String) -> Bool {
        switch self {
        case .some(let queues): queues.contains(queue)
        case .all: true
        }
    }

    /// The queues that are paused one by one, whether the rest is paused or not.
    private var single: TextSet {
        switch self {
        case .some(let queues), .all(let queues): queues
        }
    }

    package mutating func pauseAll() { self = .all(then: single) }

    package mutating func resumeAll() { self = .some(single) }

    /// These queues and no others are paused one by one.
    package mutating func pause(_ queues: TextSet) {
        switch self {
        case .some: self = .some(queues)
        case .all: self = .all(then: queues)
        }
    }
}
