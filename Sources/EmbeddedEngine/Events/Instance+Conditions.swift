import EnginePort
import Python

extension Instance {
    /// Whether the condition a token waits for is true now. Once it has fired it must have been false before it
    /// fires again.
    mutating func fires(_ condition: ScriptExpression, at token: TokenIndex) throws(EngineFailure) -> Bool {
        let holds = try holds(condition, at: token)
        guard case .fired = tokens[token].memory else { return holds }
        if !holds { tokens[token].memory = .nothing }
        return false
    }
}

extension Instance {
    /// Asks the conditions a token waits for. True where it is ready now.
    mutating func recheckConditions(of trigger: Trigger, at token: TokenIndex) throws(EngineFailure) -> Bool {
        if case .conditional(let condition) = trigger { return try fires(condition, at: token) }
        for (position, condition) in trigger.conditions where isOpen(position, of: token) {
            if try holds(condition, at: token) { try see(.null, as: position, at: token) }
        }
        return false
    }
}
