package import Messages

/// Which emitted events an outbound route takes: everything but tasks where nothing is said.
package struct EventMatch: Sendable, Hashable {
    package var event: Glob
    package var process: Glob
    package var name: Glob

    package init(event: Glob = .any, process: Glob = .any, name: Glob = .any) {
        self.event = event
        self.process = process
        self.name = name
    }

    func matches(_ event: Event, of process: String) -> Bool {
        matches(event.kind) && self.process.matches(process) && name.matches(event.routedName)
    }

    /// Tasks go out only where a route asks for them by name: most models have some that nobody outside shall see.
    package func matches(_ kind: EventKind) -> Bool {
        kind == .task ? event.pattern == kind.rawValue : event.matches(kind.rawValue)
    }
}

extension Event {
    /// What routes know the event by: its name, or, as errors and escalations are matched, its code.
    var routedName: String {
        switch kind {
        case .message, .signal, .task: name
        case .error, .escalation: code ?? name
        }
    }
}
