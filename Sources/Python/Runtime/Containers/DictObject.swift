import Values

/// A dictionary. One that came from outside stays as it is until it is changed, or until a container in it is reached.
final class DictObject: Reference {
    private let frozen: TextTable<Value>
    /// nil as long as the frozen entries are all there is.
    private var live: Table?
    /// Which of the frozen entries are there and have no value, and why.
    private let unreadable: TextMap<String>

    init(frozen: TextTable<Value>, unreadable: TextMap<String> = [:]) {
        self.frozen = frozen
        self.unreadable = unreadable
        super.init(depth: 1)
    }

    init(_ table: Table = Table(), depth: Int = 1) {
        self.frozen = [:]
        self.unreadable = [:]
        self.live = table
        super.init(depth: depth)
    }

    override var type: PythonType { .dict }

    override var isHashable: Bool { false }

    var count: Int { live?.count ?? frozen.count }

    /// The original data, where nothing in it can have changed.
    var unchanged: TextTable<Value>? { live == nil && unreadable.isEmpty ? frozen : nil }

    /// The value at a text key.
    func value(at key: String, _ machine: Machine) throws -> Object? {
        try machine.charge(hashing: key)
        if live == nil {
            guard let position = frozen.index(forKey: key) else { return nil }
            let value = frozen.values[position]
            if let reason = unreadable[key] { throw Raise.valueError(reason) }
            if !machine.keepsIdentity || !value.isContainer { return Object(value) }
        }
        let table = try table(machine)
        return try table.find(.str(key)).map { try readable(table.value(at: $0)) }
    }

    func value(at key: Object, _ machine: Machine) throws -> Object? {
        if case .str(let text) = key { return try value(at: text, machine) }
        try machine.requireHashable(key)
        guard let live else { return nil }
        return try live.find(key).map { try readable(live.value(at: $0)) }
    }

    /// The value, if it is one.
    private func readable(_ object: Object) throws -> Object {
        if !unreadable.isEmpty, case .other(let reference) = object, let entry = reference as? UnreadableObject {
            throw entry.error
        }
        return object
    }

    func hasKey(_ key: Object, _ machine: Machine) throws -> Bool {
        try machine.requireHashable(key)
        if let live { return live.find(key) != nil }
        guard case .str(let text) = key else { return false }
        return frozen.index(forKey: text) != nil
    }

    /// The entry at `position` of `0 ..< end`; nil where one was removed.
    func entry(at position: Int, _ machine: Machine) throws -> (key: Object, value: Object)? {
        if live == nil {
            let (key, value) = frozen[position]
            if let reason = unreadable[key] { throw Raise.valueError(reason) }
            if !machine.keepsIdentity || !value.isContainer { return (.str(key), Object(value)) }
        }
        guard let entry = try table(machine).entry(at: position) else { return nil }
        return (entry.key, try readable(entry.value))
    }

    /// The key at `position`, without reaching the value.
    func key(at position: Int) -> Object? {
        if let live { return live.entry(at: position)?.key }
        return .str(frozen.keys[position])
    }

    /// Positions go up to here.
    var end: Int { live?.end ?? frozen.count }

    /// No entry stands before this position.
    var start: Int { live?.start ?? 0 }

    /// Sets an entry; the key must be hashable.
    func set(_ key: Object, _ value: Object, _ machine: Machine) throws {
        try machine.requireHashable(key)
        try machine.charge(bytes: 40)
        try change(machine) { $0.set(key, value) }
        machine.noteStored(value, in: self)
    }

    /// Changes the table in place. Storing what can hold others goes through `machine.noteStored`.
    func change<Result>(_ machine: Machine, _ body: (inout Table) throws -> Result) throws -> Result {
        var table = try table(machine)
        // Only one may hold the table while it changes, or it would be copied.
        live = Table()
        defer { live = table }
        return try body(&table)
    }

    /// The entries, in order.
    func entries(_ machine: Machine) throws -> [(key: Object, value: Object)] {
        let entries = try table(machine).entries
        if !unreadable.isEmpty { for entry in entries { _ = try readable(entry.value) } }
        return entries
    }

    func table(_ machine: Machine) throws -> Table {
        if let live { return live }
        try machine.charge(bytes: frozen.count * 40, steps: frozen.count >> 4)
        var values = frozen.values.map { Object($0) }
        for (key, reason) in unreadable {
            if let position = frozen.index(forKey: key) { values[position] = .other(UnreadableObject(reason)) }
        }
        let table = Table(texts: frozen.keys, values: values)
        live = table
        return table
    }

    override func clear() { live = Table() }
}
