/// `name += value`
final class AugmentedNameStatement: StatementNode {
    let line: Int
    private let name: any ExpressionNode
    private let target: any TargetNode
    private let operation: BinaryOperator
    private let value: any ExpressionNode

    init(
        _ name: any ExpressionNode, _ target: any TargetNode, _ operation: BinaryOperator,
        _ value: any ExpressionNode, line: Int
    ) {
        self.name = name
        self.target = target
        self.operation = operation
        self.value = value
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        var left = try name.evaluate(frame)
        let right = try value.evaluate(frame)
        if operation == .add, case .str(let addition) = right, case .str(var text) = left {
            // Nobody else may hold the text if it is to grow in place.
            left = .none
            try target.assign(.none, frame)
            defer { try? target.assign(.str(text), frame) }
            try frame.machine.append(addition, to: &text)
            return .normal
        }
        try target.assign(frame.machine.augmented(operation, left, right), frame)
        return .normal
    }
}

/// `value[index] += …`, `value.name += …`: the place is evaluated once.
final class AugmentedPlaceStatement: StatementNode {
    enum Place: Sendable {
        case index(any ExpressionNode)
        case slice(SliceBounds)
        case attribute(String)
    }

    let line: Int
    private let container: any ExpressionNode
    private let place: Place
    private let operation: BinaryOperator
    private let value: any ExpressionNode

    init(
        _ container: any ExpressionNode, _ place: Place, _ operation: BinaryOperator,
        _ value: any ExpressionNode, line: Int
    ) {
        self.container = container
        self.place = place
        self.operation = operation
        self.value = value
        self.line = line
    }

    func run(_ frame: Frame) throws -> Completion {
        let machine = frame.machine
        let object = try container.evaluate(frame)
        switch place {
        case .index(let node):
            let index = try node.evaluate(frame)
            let left = try machine.item(of: object, at: index)
            let result = try machine.augmented(operation, left, value.evaluate(frame))
            try machine.setItem(of: object, at: index, to: result)
        case .slice(let bounds):
            let slice = try bounds.evaluate(frame, reading: object)
            let left = try machine.slice(of: object, slice)
            let result = try machine.augmented(operation, left, value.evaluate(frame))
            try machine.setSlice(of: object, slice, to: result)
        case .attribute(let name):
            guard case .dict(let dict) = object, let left = try dict.value(at: name, machine) else {
                throw Raise.attribute(name, of: object)
            }
            try dict.set(.str(name), machine.augmented(operation, left, value.evaluate(frame)), machine)
        }
        return .normal
    }
}
