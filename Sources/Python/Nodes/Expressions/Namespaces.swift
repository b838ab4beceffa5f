/// `'name' in globals()`
final class BoundNode: ExpressionNode {
    private let slot: Int
    private let isNegated: Bool

    init(slot: Int, isNegated: Bool) {
        self.slot = slot
        self.isNegated = isNegated
    }

    func evaluate(_ frame: Frame) throws -> Object { .bool((frame.machine.globals?[slot] != nil) != isNegated) }
}

/// `globals().get('name', otherwise)`
final class BoundValueNode: ExpressionNode {
    private let slot: Int
    private let otherwise: (any ExpressionNode)?

    init(slot: Int, otherwise: (any ExpressionNode)?) {
        self.slot = slot
        self.otherwise = otherwise
    }

    func evaluate(_ frame: Frame) throws -> Object {
        // Python evaluates the default in any case.
        let fallback = try otherwise?.evaluate(frame) ?? .none
        return try frame.machine.global(slot) ?? fallback
    }
}

/// `globals()['name']`
final class NamespaceKeyNode: ExpressionNode {
    private let slot: Int
    private let name: String

    init(slot: Int, name: String) {
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws -> Object {
        if let object = try frame.machine.global(slot) { return object }
        throw Raise(.keyError, try frame.machine.representation(of: .str(name)), argument: .string(name))
    }
}
