import Values

extension Value {
    /// The list, moved out so that it can be changed without a copy; null stays behind. nil where it is no list.
    @inline(never)  // Inlined, the optimizer keeps the old value alive, and every change copies.
    mutating func takeList() -> [Value]? {
        guard case .list(let list) = self else { return nil }
        self = .null
        return list
    }

    /// The entries of the object, likewise.
    @inline(never)
    mutating func takeEntries() -> TaskData? {
        guard case .dict(let entries) = self else { return nil }
        self = .null
        return entries
    }
}
