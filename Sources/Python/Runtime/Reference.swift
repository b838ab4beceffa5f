import Values

/// An object with an identity. What is not a list, dictionary, tuple or set is a subclass seen through these methods.
class Reference {
    /// Levels of objects within objects, at most: keeps releasing and walking within the stack.
    final let depth: Int

    init(depth: Int = 0) { self.depth = depth }

    var type: PythonType { .object }

    /// Python's `bool(…)`.
    func isTrue(_ machine: Machine) throws -> Bool { true }

    func representation(_ machine: Machine, depth: Int) throws -> String { "<\(type.name) object>" }

    /// `str(…)`, where it differs from `repr(…)`.
    func text(_ machine: Machine) throws -> String { try representation(machine, depth: 0) }

    /// What `len(…)` says; nil: it has none.
    func length(_ machine: Machine) throws -> Int? { nil }

    /// A fresh cursor for `for`; nil: not iterable.
    func cursor(_ machine: Machine) throws -> Cursor? { nil }

    /// The attribute `name`; nil: there is none.
    func attribute(_ name: String, _ machine: Machine) throws -> Object? { nil }

    /// `self[index]`; nil: not subscriptable.
    func item(_ index: Object, _ machine: Machine) throws -> Object? { nil }

    /// `item in self`; nil: ask the cursor.
    func contains(_ item: Object, _ machine: Machine) throws -> Bool? { nil }

    /// `self == other`; nil: they are of types that are never equal.
    func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? { nil }

    /// `self < other` and so on as -1, 0, 1; nil: not ordered.
    func compare(_ other: Object, _ machine: Machine) throws -> Int? { nil }

    /// Whether it can be a key; then `hash(into:)` is meaningful.
    var isHashable: Bool { true }

    /// Equality as keys, beyond identity.
    func equalsAsKey(_ other: Reference) -> Bool { false }

    /// How many objects are gone through where this one is hashed: those within it once for each way to them.
    var weight: Int { 1 }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    /// `self <operation> other`, or `other <operation> self` if reversed; nil: not supported.
    func binary(
        _ operation: BinaryOperator, _ other: Object, reversed: Bool, _ machine: Machine
    ) throws -> Object? { nil }

    func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? { nil }

    /// What a call does; nil: not callable.
    func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? { nil }

    /// `format(self, specification)`.
    func formatted(_ specification: String, _ machine: Machine) throws -> String {
        if specification.isEmpty { return try text(machine) }
        throw Raise.typeError("unsupported format string passed to \(type.name).__format__")
    }

    /// What is left of it as plain data; nil: nothing can be.
    func value(_ machine: Machine, depth: Int) throws -> Value? { nil }

    /// Functions and modules, which are dropped from results.
    var isCode: Bool { false }

    /// Lets go of everything it holds, to break cycles when a fragment has ended.
    func clear() {}
}
