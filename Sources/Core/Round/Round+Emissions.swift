import EnginePort
import Messages
import Routing
import StorePort

/// What an instance emitted, sorted by where it goes.
struct Emissions {
    var outward: [Publication] = []
    var inward: [IncomingEvent] = []
    /// The number of the last.
    var sequence: Int
}

extension Round {
    /// Emitted events → publications, and events for other instances of this bridge.
    /// - Throws: `EngineFailure` where a publication cannot be made: the input that led to it has not happened then.
    func emissions(
        of advance: Advance, process: String, instance: InstanceID, after sequence: Int, causedBy: String?,
        traceparent: String?
    ) throws -> Emissions {
        var emissions = Emissions(sequence: sequence)
        for event in advance.emitted {
            let route = routes.outbound.route(for: event, of: process)
            // A task that no route asks for is not told: it waits until somebody answers.
            if event.kind == .task, route?.discards ?? true { continue }
            emissions.sequence += 1
            let emitted = EmittedEvent(
                event: event, process: process, instance: instance, sequence: emissions.sequence,
                causedBy: causedBy, traceparent: traceparent, at: now)
            let delivery = route?.delivery(of: event.kind) ?? .inward
            if let route, delivery != .inward {
                emissions.outward.append(try publication(of: emitted, by: route))
            }
            if delivery != .outward {
                emissions.inward.append(incoming(from: emitted, elsewhere: Self.elsewhere(by: route, event.kind)))
            }
        }
        return emissions
    }

    /// Who takes an event of this route besides the instances here.
    static func elsewhere(by route: OutboundRoute?, _ kind: EventKind) -> Thrown.Elsewhere {
        guard let route else { return .nobody }
        if route.discards { return .discarded }
        return route.delivery(of: kind) == .inward ? .nobody : .exchange
    }

    func publication(of emitted: EmittedEvent, by route: OutboundRoute) throws -> Publication {
        do {
            return try route.publication(for: emitted, by: host)
        } catch {
            throw EngineFailure(
                kind: .model, element: nil, message: "\(EventKey(emitted.event)) cannot be published: \(error)")
        }
    }

    private func incoming(from emitted: EmittedEvent, elsewhere: Thrown.Elsewhere) -> IncomingEvent {
        IncomingEvent(
            event: emitted.event,
            thrown: Thrown(
                instance: emitted.instance, process: emitted.process, sequence: emitted.sequence,
                causedBy: emitted.causedBy, elsewhere: elsewhere),
            causedBy: emitted.instance.messageID(emitted.sequence), traceparent: emitted.traceparent,
            route: Self.inside)
    }
}
