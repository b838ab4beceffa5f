/// `def name(…): …`
final class FunctionStatement: StatementNode {
    let line: Int
    private let target: any TargetNode
    private let function: FunctionNode

    init(_ target: any TargetNode, _ function: FunctionNode, line: Int) {
        self.target = target
        self.function = function
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        try target.assign(function.evaluate(frame), frame)
        return .normal
    }
}

/// A `lambda` or the value of a `def`: makes a function object.
final class FunctionNode: ExpressionNode {
    private let code: FunctionCode
    /// Default values, in the order of the parameters that have one.
    private let fallbacks: [any ExpressionNode]

    init(_ code: FunctionCode, fallbacks: [any ExpressionNode]) {
        self.code = code
        self.fallbacks = fallbacks
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let values = try fallbacks.map { try $0.evaluate(frame) }
        frame.machine.noteCaptured(frame)
        try frame.machine.charge(bytes: 96)
        return .other(FunctionObject(code, values, frame, depth: try Machine.depth(over: values)))
    }
}

final class ImportStatement: StatementNode {
    let line: Int
    private let module: String
    private let bindings: [(name: String?, target: any TargetNode)]

    /// A nil name binds the module itself.
    init(_ module: String, _ bindings: [(name: String?, target: any TargetNode)], line: Int) {
        self.module = module
        self.bindings = bindings
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        for (name, target) in bindings {
            guard let object = Modules.object(named: name, in: module) else {
                throw Raise(.importError, "cannot import name '\(name ?? "")' from '\(module)'")
            }
            try target.assign(object, frame)
        }
        return .normal
    }
}
