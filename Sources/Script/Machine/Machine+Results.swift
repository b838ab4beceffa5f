import Events

extension Machine {
    /// What became of the variables: only those that were bound, unbound, or can have been changed.
    /// A nil value removes the name.
    func changes() throws -> [(name: String, value: Value?)] {
        var changes: [(name: String, value: Value?)] = unbound.sorted().map { (names[$0], nil) }
        for slot in globals.indices where !isBound[slot] {
            guard let object = globals[slot], let value = try changedValue(of: object) else { continue }
            changes.append((names[slot], value))
        }
        for slot in bound {
            guard let object = globals[slot] else { continue }
            // Functions and modules are no data. (A bare nil would become Value's null here.)
            changes.append((names[slot], object.isCode ? Value?.none : try value(of: object)))
        }
        return changes
    }

    /// nil where a variable that was only read is as it was.
    private func changedValue(of object: Object) throws -> Value? {
        switch object {
        case .list(let list) where list.unchanged == nil: try value(of: object)
        case .dict(let dict) where dict.unchanged == nil: try value(of: object)
        default: nil
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
