import Values

/// What is there and has no value. A dictionary that holds one raises its error when it is read; this is what other
/// ways to it meet.
final class UnreadableObject: Reference {
    private static let unreadable = PythonType("unreadable")
    let error: Raise

    init(_ reason: String) {
        error = .valueError(reason)
        super.init()
    }

    override var type: PythonType { Self.unreadable }

    override func isTrue(_ machine: Machine) throws -> Bool { throw error }
    override func representation(_ machine: Machine, depth: Int) throws -> String { throw error }
    override func length(_ machine: Machine) throws -> Int? { throw error }
    override func cursor(_ machine: Machine) throws -> Cursor? { throw error }
    override func attribute(_ name: String, _ machine: Machine) throws -> Object? { throw error }
    override func item(_ index: Object, _ machine: Machine) throws -> Object? { throw error }
    override func contains(_ item: Object, _ machine: Machine) throws -> Bool? { throw error }
    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? { throw error }
    override func compare(_ other: Object, _ machine: Machine) throws -> Int? { throw error }
    override func binary(
        _ operation: BinaryOperator, _ other: Object, reversed: Bool, _ machine: Machine
    ) throws -> Object? { throw error }
    override func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? { throw error }
    override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? { throw error }
    override func value(_ machine: Machine, depth: Int) throws -> Value? { throw error }
}
