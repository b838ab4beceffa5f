import EnginePort
import Messages
import StorePort
import Values

/// What an event may concern: of two that may concern the same instance, the later must not overtake the earlier.
struct Footprint {
    /// What its message is known by.
    var message: Int64?
    /// The instance that it is for.
    var addressee: InstanceID?
    /// The versions of processes that it may start, or whose instances may wait for it.
    var definitions: [Part] = []
    /// It has not been looked at yet: it may concern anything.
    var isUnknown = false

    struct Part {
        var hash: DefinitionHash
        /// Instances may wait for it; else it only starts new ones.
        var mayReachRunning: Bool
        /// Nil where they are not known.
        var correlations: Correlations?
    }

    /// Whether this one, the later, must wait until the earlier is decided.
    func mustFollow(_ earlier: Footprint) -> Bool {
        if earlier.isUnknown { return true }
        if let message, message == earlier.message { return true }
        if let addressee, let other = earlier.addressee { return addressee == other }
        return definitions.contains { mine in
            earlier.definitions.contains { $0.hash == mine.hash && mayMeet(mine, $0, earlier) }
        }
    }

    private func mayMeet(_ mine: Part, _ other: Part, _ earlier: Footprint) -> Bool {
        // What only starts an instance meets none that runs.
        if addressee != nil { return other.mayReachRunning }
        if earlier.addressee != nil { return mine.mayReachRunning }
        guard mine.mayReachRunning || other.mayReachRunning else { return false }
        return !Self.areApart(mine.correlations, other.correlations)
    }

    /// Whether they are for different instances for certain: they share a correlation key, and differ in every one that they
    /// share.
    private static func areApart(_ first: Correlations?, _ second: Correlations?) -> Bool {
        guard let first, let second else { return false }
        var isApart = false
        for (key, properties) in first {
            guard let other = second[key] else { continue }
            if properties == other { return false }
            isApart = true
        }
        return isApart
    }
}

extension Round {
    /// Of a delivery that has become an event.
    func footprint(of incoming: IncomingEvent) -> Footprint {
        var footprint = Footprint(message: incoming.key?.identity)
        if let id = TaskID(answeredBy: incoming.event)?.instance ?? incoming.addressee {
            footprint.addressee = id
            if let instance = try? set.instance(id) {
                footprint.definitions = [.init(hash: instance.definition, mayReachRunning: true, correlations: nil)]
            }
            return footprint
        }
        let key = EventKey(incoming.event)
        let waiting = catalog.waiting(for: key)
        footprint.definitions = catalog.concerned(by: key).map { definition in
            let correlations = try? candidate(for: incoming, in: definition).correlations
            return .init(
                hash: definition, mayReachRunning: waiting.contains(definition),
                correlations: (correlations?.isEmpty ?? true) ? nil : correlations)
        }
        return footprint
    }
}
