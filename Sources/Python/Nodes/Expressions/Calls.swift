/// `function(arguments)`
final class CallNode: ExpressionNode {
    private let function: any ExpressionNode
    private let arguments: ArgumentsNode

    init(_ function: any ExpressionNode, _ arguments: ArgumentsNode) {
        self.function = function
        self.arguments = arguments
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let callee = try function.evaluate(frame)
        return try frame.machine.call(callee, arguments.evaluate(frame))
    }
}

/// `receiver.method(arguments)`, without making a bound method first.
final class MethodCallNode: ExpressionNode {
    private let receiver: any ExpressionNode
    private let name: String
    private let methods: MethodSet
    private let arguments: ArgumentsNode

    init(_ receiver: any ExpressionNode, name: String, _ arguments: ArgumentsNode) {
        self.receiver = receiver
        self.name = name
        self.methods = MethodSet(name)
        self.arguments = arguments
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try receiver.evaluate(frame)
        let machine = frame.machine
        if let method = methods.method(of: object) {
            try machine.step()
            return try method.body(object, arguments.evaluate(frame), machine)
        }
        let callee = try machine.attribute(name, of: object, methods)
        return try machine.call(callee, arguments.evaluate(frame))
    }
}

/// The arguments of a call.
struct ArgumentsNode: Sendable {
    enum Argument: Sendable {
        case positional(any ExpressionNode)
        case star(any ExpressionNode)
        case keyword(String, any ExpressionNode)
        case doubleStar(any ExpressionNode)
    }

    /// All of them, where all are plain positional ones.
    private let plain: [any ExpressionNode]?
    private let all: [Argument]
    /// How CPython words what is wrong with a starred one: alone it is handed on as it is.
    private let starPurpose: IterationPurpose

    init(_ arguments: [Argument]) {
        all = arguments
        let positional = arguments.compactMap { argument -> (any ExpressionNode)? in
            if case .positional(let node) = argument { node } else { nil }
        }
        plain = positional.count == arguments.count ? positional : nil
        let stars = arguments.count { if case .star = $0 { true } else { false } }
        starPurpose = positional.isEmpty && stars == 1 ? .starred : .unpacked
    }

    func evaluate(_ frame: Frame) throws -> Arguments {
        var arguments = Arguments()
        if let plain {
            if plain.isEmpty { return arguments }
            arguments.positional.reserveCapacity(plain.count)
            for node in plain { arguments.positional.append(try node.evaluate(frame)) }
            return arguments
        }
        for argument in all {
            switch argument {
            case .positional(let node): arguments.positional.append(try node.evaluate(frame))
            case .star(let node):
                arguments.positional += try frame.machine.items(of: node.evaluate(frame), starPurpose)
            case .keyword(let name, let node): try add(name, node.evaluate(frame), to: &arguments)
            case .doubleStar(let node): try addAll(of: node.evaluate(frame), to: &arguments, frame.machine)
            }
        }
        return arguments
    }

    private func addAll(of mapping: Object, to arguments: inout Arguments, _ machine: Machine) throws {
        guard case .dict(let dict) = mapping else {
            throw Raise.typeError("argument after ** must be a mapping, not \(mapping.type.name)")
        }
        for (key, value) in try dict.entries(machine) {
            guard case .str(let name) = key else { throw Raise.typeError("keywords must be strings") }
            try add(name, value, to: &arguments)
        }
    }

    private func add(_ name: String, _ value: Object, to arguments: inout Arguments) throws {
        if arguments.keywords.contains(where: { $0.name == name }) {
            throw Raise.typeError("got multiple values for keyword argument '\(name)'")
        }
        arguments.keywords.append((name, value))
    }
}
