package import Events

/// Which emitted events an outbound route takes.
package struct EventMatch: Sendable, Hashable {
    package var event: Glob
    package var process: Glob
    package var name: Glob

    package init(event: Glob = Glob("message"), process: Glob = .any, name: Glob = .any) {
        self.event = event
        self.process = process
        self.name = name
    }

    func matches(_ event: Event, of process: String) -> Bool {
        self.event.matches(event.kind.rawValue) && self.process.matches(process) && name.matches(event.routedName)
    }
}

extension Event {
    /// What routes know the event by: its name, or, as errors and escalations are matched, its code.
    package var routedName: String {
        switch kind {
        case .message, .signal: name
        case .error, .escalation: code ?? name
        }
    }
}
