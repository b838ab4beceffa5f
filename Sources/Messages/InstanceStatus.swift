import Values

/// How an instance stands. Stores keep the numbers, answers have the words.
package enum InstanceStatus: Int, Sendable, Hashable, CaseIterable {
    case running = 0
    case completed = 1
    case parked = 2
}

extension InstanceStatus: NamedByWord {
    package var word: String {
        switch self {
        case .running: "running"
        case .completed: "completed"
        case .parked: "parked"
        }
    }
}
