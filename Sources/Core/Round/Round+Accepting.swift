import EnginePort
import Messages
import StorePort
import Values

/// The sender asks for what its route does not accept.
struct Refusal: Error {
    var reason: String

    static let correlation = Refusal(
        reason: "no process starts by it, and the route accepts nobody who is found by correlation "
            + "(accept.correlation is false)")
}

/// By what the sender of an event may find an instance that waits for it.
extension Round {
    /// Whether the event may find one without its name: a message by its correlation, or by one that was sent back.
    func mayFindWaiting(_ incoming: IncomingEvent) -> Bool {
        incoming.accept.correlation || incoming.event.kind != .message || !incoming.event.correlations.isEmpty
    }

    /// What the sender has sent back instead of what the payload says, if its route has it so.
    func sentBack(_ incoming: IncomingEvent) -> Candidate? {
        guard !incoming.accept.correlation, incoming.event.kind == .message, !incoming.event.correlations.isEmpty else {
            return nil
        }
        return Candidate(correlations: incoming.event.correlations, isSentBack: true)
    }
}
