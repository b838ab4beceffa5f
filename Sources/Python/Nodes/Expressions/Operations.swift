/// `left operation right`
final class BinaryNode: ExpressionNode {
    private let operation: BinaryOperator
    private let left: any ExpressionNode
    private let right: any ExpressionNode

    init(_ operation: BinaryOperator, _ left: any ExpressionNode, _ right: any ExpressionNode) {
        self.operation = operation
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let first = try left.evaluate(frame)
        return try frame.machine.binary(operation, first, right.evaluate(frame))
    }
}

/// `a + b - c + …` without nesting.
final class ChainNode: ExpressionNode {
    private let first: any ExpressionNode
    private let rest: [(operation: BinaryOperator, operand: any ExpressionNode)]

    init(_ first: any ExpressionNode, _ rest: [(operation: BinaryOperator, operand: any ExpressionNode)]) {
        self.first = first
        self.rest = rest
    }

    func evaluate(_ frame: Frame) throws -> Object {
        var result = try first.evaluate(frame)
        for (operation, operand) in rest {
            result = try frame.machine.binary(operation, result, operand.evaluate(frame))
        }
        return result
    }
}

final class UnaryNode: ExpressionNode {
    private let operation: UnaryOperator
    private let operand: any ExpressionNode

    init(_ operation: UnaryOperator, _ operand: any ExpressionNode) {
        self.operation = operation
        self.operand = operand
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try operand.evaluate(frame)
        if operation == .not { return .bool(try !frame.machine.isTrue(object)) }
        return try frame.machine.unary(operation, object)
    }
}

/// `a and b and c`, `a or b or c`: the first operand that decides.
final class JunctionNode: ExpressionNode {
    private let operands: [any ExpressionNode]
    private let last: any ExpressionNode
    /// The truth that ends it: false for `and`.
    private let decisive: Bool

    init(_ operands: [any ExpressionNode], last: any ExpressionNode, decisive: Bool) {
        self.operands = operands
        self.last = last
        self.decisive = decisive
    }

    func evaluate(_ frame: Frame) throws -> Object {
        for operand in operands {
            let object = try operand.evaluate(frame)
            if try frame.machine.isTrue(object) == decisive { return object }
        }
        return try last.evaluate(frame)
    }
}

/// `then if test else otherwise`
final class ConditionalNode: ExpressionNode {
    private let test: any ExpressionNode
    private let then: any ExpressionNode
    private let otherwise: any ExpressionNode

    init(test: any ExpressionNode, then: any ExpressionNode, otherwise: any ExpressionNode) {
        self.test = test
        self.then = then
        self.otherwise = otherwise
    }

    func evaluate(_ frame: Frame) throws -> Object {
        try frame.machine.isTrue(test.evaluate(frame)) ? then.evaluate(frame) : otherwise.evaluate(frame)
    }
}

/// `a < b`
final class ComparisonNode: ExpressionNode {
    private let operation: ComparisonOperator
    private let left: any ExpressionNode
    private let right: any ExpressionNode

    init(_ operation: ComparisonOperator, _ left: any ExpressionNode, _ right: any ExpressionNode) {
        self.operation = operation
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let first = try left.evaluate(frame)
        return .bool(try frame.machine.compare(operation, first, right.evaluate(frame)))
    }
}

/// `a < b <= c`: every operand evaluated once, up to the first that is false.
final class ComparisonChainNode: ExpressionNode {
    private let first: any ExpressionNode
    private let rest: [(operation: ComparisonOperator, operand: any ExpressionNode)]

    init(_ first: any ExpressionNode, _ rest: [(operation: ComparisonOperator, operand: any ExpressionNode)]) {
        self.first = first
        self.rest = rest
    }

    func evaluate(_ frame: Frame) throws -> Object {
        var left = try first.evaluate(frame)
        for (operation, operand) in rest {
            let right = try operand.evaluate(frame)
            if try !frame.machine.compare(operation, left, right) { return .bool(false) }
            left = right
        }
        return .bool(true)
    }
}
