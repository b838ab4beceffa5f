/// The `for … if …` clauses of a comprehension, resolved.
final class ClauseNode: Sendable {
    let target: any TargetNode
    let iterable: any ExpressionNode
    let conditions: [any ExpressionNode]

    init(target: any TargetNode, iterable: any ExpressionNode, conditions: [any ExpressionNode]) {
        self.target = target
        self.iterable = iterable
        self.conditions = conditions
    }
}

/// Walks through the combinations that the clauses of a comprehension let pass.
struct ClauseWalk {
    private let clauses: [ClauseNode]
    /// The cursor of the innermost clause entered, and those of the clauses around it.
    private var cursor: Cursor
    private var outer: [Cursor] = []

    init(_ clauses: [ClauseNode], first: Cursor) {
        self.clauses = clauses
        self.cursor = first
    }

    /// Assigns the next combination to the targets; false at the end.
    mutating func next(_ frame: Frame) throws -> Bool {
        let machine = frame.machine
        while true {
            try machine.step()
            guard let item = try cursor.next(machine) else {
                guard let around = outer.popLast() else { return false }
                cursor = around
                continue
            }
            let clause = clauses[outer.count]
            try clause.target.assign(item, frame)
            guard try passes(clause, frame) else { continue }
            if outer.count + 1 == clauses.count { return true }
            outer.append(cursor)
            cursor = try machine.cursor(over: clauses[outer.count].iterable.evaluate(frame))
        }
    }

    private func passes(_ clause: ClauseNode, _ frame: Frame) throws -> Bool {
        for condition in clause.conditions where try !frame.machine.isTrue(condition.evaluate(frame)) {
            return false
        }
        return true
    }
}

/// A comprehension of any kind.
final class ComprehensionNode: ExpressionNode {
    private let kind: ComprehensionSyntax.Kind
    private let element: any ExpressionNode
    private let value: (any ExpressionNode)?
    private let clauses: [ClauseNode]
    /// Slots of a frame of its own; nil: its variables live in the frame around it.
    private let slots: Int?
    private let first: any ExpressionNode

    init(
        _ kind: ComprehensionSyntax.Kind, element: any ExpressionNode, value: (any ExpressionNode)?,
        first: any ExpressionNode, clauses: [ClauseNode], slots: Int?
    ) {
        self.kind = kind
        self.element = element
        self.value = value
        self.first = first
        self.clauses = clauses
        self.slots = slots
    }

    func evaluate(_ outer: Frame) throws -> Object {
        let machine = outer.machine
        let cursor = try machine.cursor(over: first.evaluate(outer))
        let frame = slots.map { Frame.make(machine, parent: outer, slots: $0) } ?? outer
        if slots != nil { machine.noteCaptured(outer) }
        var walk = ClauseWalk(clauses, first: cursor)
        switch kind {
        case .generator:
            machine.noteCaptured(frame)
            return .other(GeneratorObject(walk, element, frame, depth: try Machine.depth(over: .other(cursor))))
        case .list:
            var items: [Object] = []
            items.reserveCapacity(cursor.expected)
            while try walk.next(frame) {
                items.append(try element.evaluate(frame))
            }
            return try machine.newList(items)
        case .set:
            var table = Table()
            while try walk.next(frame) {
                let item = try element.evaluate(frame)
                try machine.requireHashable(item)
                try machine.charge(bytes: 40)
                table.insert(item)
            }
            return try machine.newSet(table)
        case .dict:
            var table = Table()
            while try walk.next(frame) {
                let key = try element.evaluate(frame)
                let item = try value?.evaluate(frame) ?? .none
                try machine.requireHashable(key)
                try machine.charge(bytes: 40)
                table.set(key, item)
            }
            return try machine.newDict(table)
        }
    }
}

/// `(element for …)`: evaluated as it is asked.
final class GeneratorObject: Cursor {
    private var walk: ClauseWalk
    private let element: any ExpressionNode
    private let frame: Frame
    private var isRunning = false
    private var hasEnded = false

    init(_ walk: ClauseWalk, _ element: any ExpressionNode, _ frame: Frame, depth: Int) {
        self.walk = walk
        self.element = element
        self.frame = frame
        super.init(depth: depth)
    }

    override var type: PythonType { .generator }

    override func next(_ machine: Machine) throws -> Object? {
        if hasEnded { return nil }
        if isRunning { throw Raise.valueError("generator already executing") }
        isRunning = true
        hasEnded = true
        defer { isRunning = false }
        try machine.enter()
        defer { machine.leave() }
        guard try walk.next(frame) else { return nil }
        let item = try element.evaluate(frame)
        hasEnded = false
        return item
    }
}
