import EnginePort
import Messages
import Python
import Values

extension Instance {
    /// Whether an event belongs to the conversation a waiting message is part of (BPMN 2.0 §8.4.2).
    func correlates(_ event: Event, with trigger: Trigger, in scope: RunningScopeIndex) -> Bool {
        guard case .message(let use) = trigger, !use.rules.isEmpty else { return true }
        let known = correlations(in: scope)
        if known.isEmpty { return true }
        return event.correlations.contains { key, properties in
            // A key without properties says nothing: two of them are equal and mean no match.
            guard !properties.isEmpty, let mine = known[key] else { return false }
            return pythonEquals(mine, properties)
        }
    }

    /// The correlations that hold in a scope: an embedded subprocess that has none of its own has its parent's.
    func correlations(in scope: RunningScopeIndex) -> Correlations {
        var inner = scope
        while scopes[inner].correlations.isEmpty, scopes[inner].owner >= 0,
            plan.definition.scopes[scopes[inner].scope].kind != .process
        {
            inner = self.scope(of: scopes[inner].owner)
        }
        return scopes[inner].correlations
    }

    mutating func correlate(_ scope: RunningScopeIndex, with found: Correlations) {
        scopes[scope].correlate(with: found)
    }

    /// What rules find in data of the instance itself: where they fail the model is wrong, not the sender.
    mutating func correlations(
        by rules: CorrelationRules, in own: Value, at element: String
    ) throws(EngineFailure) -> Correlations {
        do throws(EngineFailure) {
            return try rules.correlations(of: own, at: element, host: turn.host, spending: &turn.scripts)
        } catch {
            throw EngineFailure(kind: .script, element: element, message: error.message)
        }
    }
}
