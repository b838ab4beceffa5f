/// `value[index]`
final class SubscriptNode: ExpressionNode {
    private let value: any ExpressionNode
    private let index: any ExpressionNode

    init(_ value: any ExpressionNode, _ index: any ExpressionNode) {
        self.value = value
        self.index = index
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try value.evaluate(frame)
        return try frame.machine.item(of: object, at: index.evaluate(frame))
    }
}

/// `value["key"]`
final class KeyNode: ExpressionNode {
    private let value: any ExpressionNode
    private let key: String

    init(_ value: any ExpressionNode, key: String) {
        self.value = value
        self.key = key
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try value.evaluate(frame)
        if case .dict(let dict) = object, let found = try dict.value(at: key, frame.machine) { return found }
        return try frame.machine.item(of: object, at: .str(key))
    }
}

/// `value[start:stop:step]`
final class SliceNode: ExpressionNode {
    private let value: any ExpressionNode
    private let bounds: SliceBounds

    init(_ value: any ExpressionNode, _ bounds: SliceBounds) {
        self.value = value
        self.bounds = bounds
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try value.evaluate(frame)
        return try frame.machine.slice(of: object, bounds.evaluate(frame, reading: object))
    }
}

/// The three expressions of a slice.
struct SliceBounds: Sendable {
    let start: (any ExpressionNode)?
    let stop: (any ExpressionNode)?
    let step: (any ExpressionNode)?

    func evaluate(_ frame: Frame) throws -> Slice {
        Slice(
            start: try bound(start, frame), stop: try bound(stop, frame), step: try bound(step, frame))
    }

    /// The bounds of a place that is written to; only a list's need to be numbers.
    func evaluate(_ frame: Frame, changing object: Object) throws -> Slice {
        if case .list = object { return try evaluate(frame) }
        for node in [start, stop, step] { _ = try node?.evaluate(frame) }
        return Slice(start: nil, stop: nil, step: nil)
    }

    func evaluate(_ frame: Frame, reading object: Object) throws -> Slice {
        guard object.canBeSliced else { try refuse(object, frame) }
        return try evaluate(frame)
    }

    /// What has no slices is told only after the bounds are evaluated, whatever they are.
    private func refuse(_ object: Object, _ frame: Frame) throws -> Never {
        for node in [start, stop, step] { _ = try node?.evaluate(frame) }
        if case .dict = object { throw Raise.typeError("unhashable type: 'slice'") }
        throw Raise.notSubscriptable(object)
    }

    private func bound(_ node: (any ExpressionNode)?, _ frame: Frame) throws -> Int? {
        guard let node else { return nil }
        let object = try node.evaluate(frame)
        if object.isNone { return nil }
        guard let number = object.wholeNumber else {
            throw Raise.typeError("slice indices must be integers or None or have an __index__ method")
        }
        return number
    }
}

/// `value.name`
final class AttributeNode: ExpressionNode {
    private let value: any ExpressionNode
    private let name: String
    private let methods: MethodSet

    init(_ value: any ExpressionNode, name: String) {
        self.value = value
        self.name = name
        self.methods = MethodSet(name)
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try value.evaluate(frame)
        return try frame.machine.attribute(name, of: object, methods)
    }
}

extension Object {
    fileprivate var canBeSliced: Bool {
        switch self {
        case .list, .tuple, .str: true
        case .other(let reference): reference is RangeObject
        default: false
        }
    }
}
