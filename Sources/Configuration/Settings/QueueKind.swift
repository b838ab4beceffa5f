/// How a queue is declared that does not exist yet.
package enum QueueKind: String, Sendable, Hashable, CaseIterable {
    case quorum = "quorum"
    case classic = "classic"
}
