import EnginePort
import Models

/// An event subprocess: stands by while its scope runs, and runs each time its start element's event comes.
struct EventSubprocessElement: ElementBehaviour {
    let inner: ScopeIndex
    /// Its start element's.
    let trigger: Trigger
    let isInterrupting: Bool

    var innerScope: ScopeIndex? { inner }
    var watches: Bool { !trigger.conditions.isEmpty }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        // Its start element does not wait: the event has come already.
        try instance.beginScope(inner, of: token, with: instance.tokens[token].data) { _ in false }
        return .started
    }

    func recheck(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool {
        guard try instance.recheckConditions(of: trigger, at: token) else { return false }
        instance.tokens[token].memory = .fired
        try instance.beginEventSubprocess(standingBy: token, with: nil)
        return false
    }

    /// A non-interrupting event subprocess drops its data at its end, unless a timer started it; the data of an
    /// interrupting one replace those of the process.
    func choose(_ token: TokenIndex, in instance: inout Instance) -> Choice {
        isInterrupting || trigger.hasTimer ? .all : .vanish
    }
}
