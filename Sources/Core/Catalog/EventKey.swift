package import Messages

/// What an event is found by: messages and signals by name, errors and escalations by code.
package struct EventKey: Sendable, Hashable, CustomStringConvertible {
    package var kind: EventKind
    /// nil: all of that kind.
    package var name: String?

    package init(kind: EventKind, name: String?) {
        self.kind = kind
        self.name = name
    }

    package init(_ event: Event) {
        self.init(kind: event.kind, name: event.matchedBy)
    }

    package var description: String { "\(kind.rawValue) \(name ?? "*")" }
}

extension Event {
    /// The name or code by which catches match it.
    package var matchedBy: String? {
        switch kind {
        case .message, .signal, .task: name
        case .error, .escalation: code
        }
    }
}
