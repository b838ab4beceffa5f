/// A name outside all functions: the scope's, else a builtin.
final class GlobalNode: ExpressionNode {
    private let slot: Int
    private let builtin: Builtin?

    init(slot: Int, builtin: Builtin?) {
        self.slot = slot
        self.builtin = builtin
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let machine = frame.machine
        if let object = machine.globals?[slot] { return object }
        return try machine.missing(slot, else: builtin)
    }

    func notDefined(_ machine: Machine) -> Raise { machine.notDefined(slot) }
}

/// A name of the function (or comprehension) itself.
final class LocalNode: ExpressionNode {
    private let slot: Int
    private let name: String

    init(slot: Int, name: String) {
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws -> Object {
        if let object = frame[slot] { return object }
        throw Raise(
            .unboundLocalError, "cannot access local variable '\(name)' where it is not associated with a value")
    }
}

/// A name of a function around this one.
final class OuterNode: ExpressionNode {
    private let hops: Int
    private let slot: Int
    private let name: String

    init(hops: Int, slot: Int, name: String) {
        self.hops = hops
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws -> Object {
        if let object = frame.outer(hops)[slot] { return object }
        throw Raise(
            .nameError,
            "cannot access free variable '\(name)' where it is not associated with a value in enclosing scope")
    }
}

/// `name := value`
final class WalrusNode: ExpressionNode {
    private let target: any TargetNode
    private let value: any ExpressionNode

    init(_ target: any TargetNode, _ value: any ExpressionNode) {
        self.target = target
        self.value = value
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let object = try value.evaluate(frame)
        try target.assign(object, frame)
        return object
    }
}
