/// A function that is not written in Python.
final class BuiltinFunction: Sendable {
    let name: String
    let effects: Effects
    let body: @Sendable (Arguments, Machine) throws -> Object

    init(
        _ name: String, _ effects: Effects = [],
        _ body: @escaping @Sendable (Arguments, Machine) throws -> Object
    ) {
        self.name = name
        self.effects = effects
        self.body = body
    }
}

/// A method of a builtin type, the receiver being its first parameter.
final class Method: Sendable {
    let name: String
    let effects: Effects
    let body: @Sendable (Object, Arguments, Machine) throws -> Object

    init(
        _ name: String, _ effects: Effects = [],
        _ body: @escaping @Sendable (Object, Arguments, Machine) throws -> Object
    ) {
        self.name = name
        self.effects = effects
        self.body = body
    }
}

/// `receiver.method`, not yet called.
final class BoundMethod: Reference {
    let receiver: Object
    let method: Method

    init(_ receiver: Object, _ method: Method) throws {
        self.receiver = receiver
        self.method = method
        super.init(depth: try Machine.depth(over: receiver))
    }

    override var type: PythonType { .builtinFunction }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        "<built-in method \(method.name) of \(receiver.type.name) object>"
    }

    override var isCode: Bool { true }

    override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
        try method.body(receiver, arguments, machine)
    }
}
