/// A name outside all functions: asked of the scope once, else a builtin.
final class GlobalNode: ExpressionNode {
    private let slot: Int
    private let builtin: Builtin?

    init(slot: Int, builtin: Builtin?) {
        self.slot = slot
        self.builtin = builtin
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let machine = frame.machine
        if let object = machine.globals[slot] { return object }
        return try machine.load(slot, else: builtin)
    }
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
        if let object = frame.locals[slot] { return object }
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
        if let object = frame.outer(hops).locals[slot] { return object }
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

extension Machine {
    /// A global that was not asked for yet.
    func load(_ slot: Int, else builtin: Builtin?) throws -> Object {
        let name = names[slot]
        if !unbound.contains(slot), let value = scope.value(of: name) {
            let object = Object(value)
            globals[slot] = object
            return object
        }
        if let builtin { return builtin.object }
        throw Raise(.nameError, "name '\(name)' is not defined")
    }

    func bind(_ slot: Int, _ object: Object) {
        if !isBound[slot] {
            isBound[slot] = true
            bound.append(slot)
        }
        globals[slot] = object
    }

    func unbind(_ slot: Int) throws {
        let isThere = globals[slot] != nil || (!unbound.contains(slot) && scope.value(of: names[slot]) != nil)
        guard isThere else { throw Raise(.nameError, "name '\(names[slot])' is not defined") }
        globals[slot] = nil
        unbound.insert(slot)
        if isBound[slot] { bound.removeAll { $0 == slot } }
        isBound[slot] = false
    }
}
