import Values

/// `dict.keys()`, `dict.values()`, `dict.items()`: looks into the dictionary as it is now.
final class DictView: Reference {
    let dict: DictObject
    let part: DictPart

    init(_ dict: DictObject, _ part: DictPart) throws {
        self.dict = dict
        self.part = part
        super.init(depth: try Machine.depth(over: .dict(dict)))
    }

    private static let keysType = PythonType("dict_keys")
    private static let valuesType = PythonType("dict_values")
    private static let itemsType = PythonType("dict_items")

    override var type: PythonType {
        switch part {
        case .keys: Self.keysType
        case .values: Self.valuesType
        case .items: Self.itemsType
        }
    }

    /// The type of what `reversed` gives.
    var reverseIterator: PythonType {
        switch part {
        case .keys: .reverseKeyIterator
        case .values: .reverseValueIterator
        case .items: .reverseItemIterator
        }
    }

    override var isHashable: Bool { part == .values }

    override func isTrue(_ machine: Machine) throws -> Bool { dict.count > 0 }

    override func length(_ machine: Machine) throws -> Int? { dict.count }

    override func cursor(_ machine: Machine) throws -> Cursor? { try DictCursor(dict, part) }

    override func contains(_ item: Object, _ machine: Machine) throws -> Bool? {
        switch part {
        case .values: return nil
        case .keys: return try dict.hasKey(item, machine)
        case .items:
            guard case .tuple(let pair) = item, pair.items.count == 2,
                let value = try dict.value(at: pair.items[0], machine)
            else { return false }
            return try machine.equals(value, pair.items[1])
        }
    }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        if part == .values { return nil }
        guard let set = try asSet(machine, .other(self)), let otherSet = try asSet(machine, other) else { return nil }
        return try set.table.count == otherSet.table.count && Sets.isSubset(set, otherSet, machine)
    }

    /// Keys and items combine like sets.
    override func binary(
        _ operation: BinaryOperator, _ other: Object, reversed: Bool, _ machine: Machine
    ) throws -> Object? {
        guard part != .values, [.or, .and, .xor, .subtract].contains(operation) else { return nil }
        guard let one = try asSet(machine, .other(self)) else { return nil }
        guard case .set(let set) = try machine.newSet(machine.items(of: other)) else { return nil }
        return reversed
            ? try Sets.combine(operation, set, one, machine) : try Sets.combine(operation, one, set, machine)
    }

    private func asSet(_ machine: Machine, _ object: Object) throws -> SetObject? {
        if case .set(let set) = object { return set }
        guard case .other(let reference) = object, let view = reference as? DictView, view.part != .values,
            case .set(let set) = try machine.newSet(machine.items(of: object))
        else { return nil }
        return set
    }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        let items = try machine.newList(machine.items(of: .other(self)))
        return "\(type.name)(\(try machine.representation(of: items, depth: depth + 1)))"
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? {
        try machine.value(of: machine.newList(machine.items(of: .other(self))), depth: depth)
    }
}
