/// Variables outside all functions.
extension Machine {
    /// A name the scope does not have.
    func missing(_ slot: Int, else builtin: Builtin?) throws -> Object {
        if let reason = unreadable[slot] { throw Raise.valueError(reason) }
        if let builtin { return builtin.object }
        throw notDefined(slot)
    }

    func notDefined(_ slot: Int) -> Raise { Raise(.nameError, "name '\(code.globals[slot])' is not defined") }

    /// A name that may be missing.
    func global(_ slot: Int) throws -> Object? {
        if let object = globals?[slot] { return object }
        if let reason = unreadable[slot] { throw Raise.valueError(reason) }
        return nil
    }

    func bind(_ slot: Int, _ object: Object) {
        ledger.noteBound(slot)
        globals?[slot] = object
    }

    func unbind(_ slot: Int) throws {
        guard globals?[slot] != nil else { throw notDefined(slot) }
        globals?[slot] = nil
        ledger.noteUnbound(slot)
    }
}
