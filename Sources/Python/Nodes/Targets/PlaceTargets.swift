/// `value[index] = …`
final class SubscriptTarget: TargetNode {
    private let value: any ExpressionNode
    private let index: any ExpressionNode

    init(_ value: any ExpressionNode, _ index: any ExpressionNode) {
        self.value = value
        self.index = index
    }

    func assign(_ item: Object, _ frame: Frame) throws {
        let object = try value.evaluate(frame)
        try frame.machine.setItem(of: object, at: index.evaluate(frame), to: item)
    }

    func delete(_ frame: Frame) throws {
        let object = try value.evaluate(frame)
        try frame.machine.deleteItem(of: object, at: index.evaluate(frame))
    }
}

/// `value[start:stop] = …`
final class SliceTarget: TargetNode {
    private let value: any ExpressionNode
    private let bounds: SliceBounds

    init(_ value: any ExpressionNode, _ bounds: SliceBounds) {
        self.value = value
        self.bounds = bounds
    }

    func assign(_ items: Object, _ frame: Frame) throws {
        let object = try value.evaluate(frame)
        try frame.machine.setSlice(of: object, bounds.evaluate(frame, changing: object), to: items)
    }

    func delete(_ frame: Frame) throws {
        let object = try value.evaluate(frame)
        try frame.machine.deleteSlice(of: object, bounds.evaluate(frame, changing: object))
    }
}

/// `value.name = …`: an entry of a dictionary.
final class AttributeTarget: TargetNode {
    private let value: any ExpressionNode
    private let name: String

    init(_ value: any ExpressionNode, name: String) {
        self.value = value
        self.name = name
    }

    func assign(_ item: Object, _ frame: Frame) throws {
        let object = try value.evaluate(frame)
        guard case .dict(let dict) = object else {
            try requireChangeable(object)
            if MethodSet(name).method(of: object) != nil {
                throw Raise(.attributeError, "'\(object.type.name)' object attribute '\(name)' is read-only")
            }
            throw Raise.attribute(name, of: object)
        }
        try dict.set(.str(name), item, frame.machine)
    }

    func delete(_ frame: Frame) throws {
        let object = try value.evaluate(frame)
        try requireChangeable(object)
        guard case .dict(let dict) = object, try dict.value(at: name, frame.machine) != nil else {
            throw Raise.attribute(name, of: object)
        }
        try frame.machine.deleteItem(of: object, at: .str(name))
    }

    private func requireChangeable(_ object: Object) throws {
        guard case .type(let type) = object else { return }
        throw Raise.typeError("cannot set '\(name)' attribute of immutable type '\(type.name)'")
    }
}

/// `a, (b, *c) = …`
final class UnpackTarget: TargetNode {
    private let targets: [any TargetNode]
    private let star: Int?

    init(_ targets: [any TargetNode], star: Int?) {
        self.targets = targets
        self.star = star
    }

    func assign(_ value: Object, _ frame: Frame) throws {
        let machine = frame.machine
        // One more than fits is enough to know that there are too many.
        var items = try machine.items(of: value, .assigned, limit: star == nil ? targets.count + 1 : .max)
        if let star {
            let spare = items.count - (targets.count - 1)
            guard spare >= 0 else {
                throw Raise.valueError(
                    "not enough values to unpack (expected at least \(targets.count - 1), got \(items.count))")
            }
            let rest = try machine.newList(Array(items[star..<star + spare]))
            items.replaceSubrange(star..<star + spare, with: [rest])
        } else if items.count > targets.count {
            throw Raise.valueError("too many values to unpack (expected \(targets.count))")
        } else if items.count < targets.count {
            throw Raise.valueError("not enough values to unpack (expected \(targets.count), got \(items.count))")
        }
        for (target, item) in zip(targets, items) { try target.assign(item, frame) }
    }

    func delete(_ frame: Frame) throws {
        for target in targets { try target.delete(frame) }
    }
}
