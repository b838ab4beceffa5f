import Messages

/// Where an event goes that an instance emits: to the broker, to other instances of this bridge, or both.
package enum Deliver: String, Sendable, Hashable, CaseIterable {
    case outward = "outward"
    case inward = "inward"
    case both = "both"

    /// Where an event goes whose route does not say: a signal is for everybody, all else for the broker.
    static func usual(for kind: EventKind) -> Deliver { kind == .signal ? .both : .outward }
}
