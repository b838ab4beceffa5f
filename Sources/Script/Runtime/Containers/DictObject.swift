import Events
import OrderedCollections

/// A dictionary. One that came from outside stays as it is until it is changed, or until a container in it is reached.
final class DictObject: Reference {
    private var frozen: OrderedDictionary<String, Value>
    private(set) var isFrozen: Bool
    private var live: Table

    init(frozen: OrderedDictionary<String, Value>) {
        self.frozen = frozen
        self.isFrozen = true
        self.live = Table()
        super.init(depth: 1)
    }

    init(_ table: Table = Table(), depth: Int = 1) {
        self.frozen = [:]
        self.isFrozen = false
        self.live = table
        super.init(depth: depth)
    }

    override var type: PythonType { .dict }

    override var isHashable: Bool { false }

    var count: Int { isFrozen ? frozen.count : live.count }

    /// The original data, where nothing in it can have changed.
    var unchanged: OrderedDictionary<String, Value>? { isFrozen ? frozen : nil }

    /// The value at a text key.
    func value(at key: String, _ machine: Machine) throws -> Object? {
        if isFrozen {
            // Swift's String takes é and e + ´ for equal, Python does not; their lengths differ.
            guard let index = frozen.index(forKey: key), frozen.keys[index].utf8.count == key.utf8.count
            else { return nil }
            let value = frozen.values[index]
            if !value.isContainer || !machine.keepsIdentity { return Object(value) }
            try thaw(machine)
        }
        return live.find(.str(key)).map { live.value(at: $0) }
    }

    func value(at key: Object, _ machine: Machine) throws -> Object? {
        if case .str(let text) = key { return try value(at: text, machine) }
        try machine.requireHashable(key)
        if isFrozen { return nil }
        return live.find(key).map { live.value(at: $0) }
    }

    func hasKey(_ key: Object, _ machine: Machine) throws -> Bool {
        try machine.requireHashable(key)
        guard isFrozen else { return live.find(key) != nil }
        guard case .str(let text) = key, let index = frozen.index(forKey: text) else { return false }
        return frozen.keys[index].utf8.count == text.utf8.count
    }

    /// The entry at `position` of `0 ..< end`; nil where one was removed.
    func entry(at position: Int, _ machine: Machine) throws -> (key: Object, value: Object)? {
        if isFrozen {
            let value = frozen.values[position]
            if !value.isContainer || !machine.keepsIdentity {
                return (.str(frozen.keys[position]), Object(value))
            }
            try thaw(machine)
        }
        return live.entry(at: position)
    }

    /// The key at `position`, without reaching the value.
    func key(at position: Int) -> Object? {
        isFrozen ? .str(frozen.keys[position]) : live.entry(at: position)?.key
    }

    /// Positions go up to here.
    var end: Int { isFrozen ? frozen.count : live.end }

    /// Sets an entry; the key must be hashable.
    func set(_ key: Object, _ value: Object, _ machine: Machine) throws {
        try machine.requireHashable(key)
        try machine.charge(bytes: 40)
        try change(machine) { $0.set(key, value) }
        machine.noteStored(value, in: self)
    }

    /// Changes the table in place. Storing what can hold others goes through `machine.noteStored`.
    func change<Result>(_ machine: Machine, _ body: (inout Table) throws -> Result) throws -> Result {
        if isFrozen { try thaw(machine) }
        return try body(&live)
    }

    /// The entries, in order.
    func entries(_ machine: Machine) throws -> [(key: Object, value: Object)] {
        if isFrozen { try thaw(machine) }
        return live.entries
    }

    func table(_ machine: Machine) throws -> Table {
        if isFrozen { try thaw(machine) }
        return live
    }

    private func thaw(_ machine: Machine) throws {
        try machine.charge(bytes: frozen.count * 40, steps: frozen.count >> 4)
        live = Table(texts: frozen.keys, values: frozen.values.map { Object($0) })
        frozen = [:]
        isFrozen = false
    }

    override func clear() {
        live = Table()
        frozen = [:]
    }
}
