import EnginePort
import Messages
import Routing
import StorePort
import Values

/// What a process threw and neither a route nor an instance took, once more: the routes may be others now.
extension Round {
    /// Nil where no route takes it now either: then it is for instances of this bridge only.
    func retry(thrown incoming: IncomingEvent) throws -> RetryOutcome? {
        guard let thrown = incoming.thrown, thrown.elsewhere == .nobody, let process = thrown.process,
            let route = routes.outbound.route(for: incoming.event, of: process)
        else { return nil }
        var inner = incoming
        inner.thrown?.elsewhere = Self.elsewhere(by: route, incoming.event.kind)
        guard inner.isPublished else { return try retry(inside: inner) }
        let emitted = EmittedEvent(
            event: incoming.event, process: process, instance: thrown.instance, sequence: thrown.sequence,
            causedBy: thrown.causedBy, traceparent: incoming.traceparent, at: now)
        do {
            let publication = try publication(of: emitted, by: route)
            let thrower = try set.instance(thrown.instance)?.key
            append(publication, lane: thrower.map { .instance($0) } ?? .alone)
        } catch let failure as EngineFailure {
            try park(incoming, stage: "engine", reason: failure.description)
            return .parkedAgain(reason: failure.description)
        }
        if route.delivery(of: incoming.event.kind) == .both { try receiveOrPark(inner) }
        return .published
    }

    private func retry(inside incoming: IncomingEvent) throws -> RetryOutcome {
        let outcome = try receiveOrDeadLetter(incoming, nil).outcome
        count(outcome)
        return .applied(outcome)
    }
}
