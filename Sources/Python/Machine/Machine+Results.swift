import Messages
import Values

extension Machine {
    /// What became of the variables: only those that were bound, unbound, or can have been changed.
    /// A nil value removes the name.
    func changes() throws -> [ScriptProgram.Change] {
        let ledger = ledger
        var changes: [ScriptProgram.Change] = ledger.unbound.sorted().map { (code.globals[$0], nil) }
        for slot in code.globals.indices where !ledger.hasBound(slot) {
            guard let object = globals?[slot], let value = try changedValue(of: object) else { continue }
            changes.append((code.globals[slot], value))
        }
        for slot in ledger.bound {
            guard let object = globals?[slot] else { continue }
            // Functions and modules are no data. (A bare nil would become Value's null here.)
            changes.append((code.globals[slot], object.isCode ? Value?.none : try value(of: object)))
        }
        return changes
    }

    /// nil where a variable that was only read is as it was.
    private func changedValue(of object: Object) throws -> Value? {
        switch object {
        case .list(let list) where list.unchanged == nil: try value(of: object)
        case .dict(let dict) where dict.unchanged == nil: try value(of: object)
        default: Value?.none
        }
    }

    /// What the caller is told of an exception that nobody caught.
    func failure(for error: any Error) -> ScriptFailure {
        let line = max(failureLine, 1)
        switch error {
        case let raise as Raise:
            return ScriptFailure(exception: raise.type.name, message: raise.message, line: line)
        case let exhausted as Exhausted:
            return ScriptFailure(exception: "BudgetExceeded", message: exhausted.message, line: line)
        default:
            let message = pending.flatMap { try? $0.text(self) } ?? ""
            return ScriptFailure(exception: pending?.type.name ?? "RuntimeError", message: message, line: line)
        }
    }
}
