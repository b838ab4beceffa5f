/// `[a, *b]`, `(a, b)` or `{a, b}`
final class DisplayNode: ExpressionNode {
    enum Kind: Sendable { case list, tuple, set }

    private let kind: Kind
    private let items: [any ExpressionNode]
    /// Which of the items are starred; empty if none is.
    private let starred: Set<Int>

    init(_ kind: Kind, _ items: [any ExpressionNode], starred: Set<Int>) {
        self.kind = kind
        self.items = items
        self.starred = starred
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let machine = frame.machine
        var objects: [Object] = []
        objects.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let object = try item.evaluate(frame)
            if !starred.isEmpty, starred.contains(index) {
                objects += try machine.items(of: object, kind == .set ? .iterated : .unpacked)
            } else {
                objects.append(object)
            }
        }
        switch kind {
        case .list: return try machine.newList(objects)
        case .tuple: return try machine.newTuple(objects)
        case .set: return try machine.newSet(objects)
        }
    }
}

/// `{key: value, **mapping}`
final class DictDisplayNode: ExpressionNode {
    private let pairs: [(key: (any ExpressionNode)?, value: any ExpressionNode)]
    /// The keys, where all are plain texts.
    private let texts: [String]?

    init(_ pairs: [(key: (any ExpressionNode)?, value: any ExpressionNode)]) {
        self.pairs = pairs
        let texts = pairs.compactMap { ($0.key as? TextNode)?.text }
        self.texts = texts.count == pairs.count ? texts : nil
    }

    func evaluate(_ frame: Frame) throws -> Object {
        let machine = frame.machine
        var table = Table()
        if let texts {
            table.reserveCapacity(texts.count)
            for (position, text) in texts.enumerated() {
                table.set(.str(text), try pairs[position].value.evaluate(frame))
            }
            return try machine.newDict(table)
        }
        // As in Python: all are evaluated before the first is hashed.
        var waiting: [(key: Object, value: Object)] = []
        waiting.reserveCapacity(pairs.count)
        func insertWaiting() throws {
            for (key, value) in waiting {
                try machine.requireHashable(key)
                table.set(key, value)
            }
            waiting = []
        }
        for (key, value) in pairs {
            if let key {
                let keyObject = try key.evaluate(frame)
                waiting.append((keyObject, try value.evaluate(frame)))
            } else {
                try insertWaiting()
                let mapping = try value.evaluate(frame)
                guard case .dict(let dict) = mapping else {
                    throw Raise.typeError("'\(mapping.type.name)' object is not a mapping")
                }
                for (key, value) in try dict.entries(machine) { table.set(key, value) }
            }
        }
        try insertWaiting()
        return try machine.newDict(table)
    }
}

extension Machine {
    func newList(_ items: [Object]) throws -> Object {
        try charge(bytes: 64 + items.count * 16, steps: items.count >> 3)
        return .list(ListObject(items, depth: try Machine.depth(over: items)))
    }

    func newTuple(_ items: [Object]) throws -> Object {
        try charge(bytes: 64 + items.count * 16, steps: items.count >> 3)
        return .tuple(TupleObject(items, depth: try Machine.depth(over: items)))
    }

    func newSet(_ items: [Object], isFrozen: Bool = false) throws -> Object {
        try charge(bytes: 64 + items.count * 40, steps: items.count >> 3)
        var table = Table()
        for item in items {
            try requireHashable(item)
            table.insert(item)
        }
        return try newSet(table, isFrozen: isFrozen)
    }

    func newSet(_ table: Table, isFrozen: Bool = false) throws -> Object {
        .set(SetObject(table, isFrozen: isFrozen, depth: try Machine.depth(over: table.keys)))
    }

    func newDict(_ table: Table) throws -> Object {
        try charge(bytes: 64 + table.count * 40, steps: table.count >> 3)
        let depth = table.depth
        guard depth < Machine.deepest else { throw Raise(.recursionError, "objects nest too deeply") }
        return .dict(DictObject(table, depth: depth + 1))
    }
}
