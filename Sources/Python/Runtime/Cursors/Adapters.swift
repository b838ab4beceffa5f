/// `enumerate(…)`
final class EnumerateCursor: Cursor {
    private let source: Cursor
    private var number: Int

    init(_ source: Cursor, from number: Int) throws {
        self.source = source
        self.number = number
        super.init(depth: try Machine.depth(over: .other(source)))
    }

    override var type: PythonType { .enumerate }

    override func next(_ machine: Machine) throws -> Object? {
        guard let item = try source.next(machine) else { return nil }
        let pair = try machine.newTuple([.int(number), item])
        number = try Integers.exact(number.addingReportingOverflow(1))
        return pair
    }
}

/// `zip(…)`
final class ZipCursor: Cursor {
    private let sources: [Cursor]
    private let isStrict: Bool

    init(_ sources: [Cursor], isStrict: Bool) throws {
        self.sources = sources
        self.isStrict = isStrict
        super.init(depth: try Machine.depth(over: sources.map { .other($0) }))
    }

    override var type: PythonType { .zip }

    override func next(_ machine: Machine) throws -> Object? {
        if sources.isEmpty { return nil }
        var items: [Object] = []
        for (index, source) in sources.enumerated() {
            if let item = try source.next(machine) {
                if isStrict, items.count < index { throw uneven(index, "longer") }
                items.append(item)
            } else if !isStrict {
                return nil
            } else if !items.isEmpty {
                throw uneven(index, "shorter")
            }
        }
        return items.isEmpty ? nil : try machine.newTuple(items)
    }

    private func uneven(_ index: Int, _ how: String) -> Raise {
        let others = index == 1 ? "argument 1" : "arguments 1-\(index)"
        return Raise.valueError("zip() argument \(index + 1) is \(how) than \(others)")
    }
}

/// `map(function, …)`
final class MapCursor: Cursor {
    private let function: Object
    private let sources: [Cursor]

    init(_ function: Object, _ sources: [Cursor]) throws {
        self.function = function
        self.sources = sources
        super.init(depth: try Machine.depth(over: [function] + sources.map { .other($0) }))
    }

    override var type: PythonType { .map }

    override func next(_ machine: Machine) throws -> Object? {
        var items: [Object] = []
        for source in sources {
            guard let item = try source.next(machine) else { return nil }
            items.append(item)
        }
        return try machine.call(function, Arguments(items))
    }
}

/// `filter(function, …)`; None keeps what is true.
final class FilterCursor: Cursor {
    private let function: Object
    private let source: Cursor

    init(_ function: Object, _ source: Cursor) throws {
        self.function = function
        self.source = source
        super.init(depth: try Machine.depth(over: [function, .other(source)]))
    }

    override var type: PythonType { .filter }

    override func next(_ machine: Machine) throws -> Object? {
        while let item = try source.next(machine) {
            try machine.step()
            let verdict = function.isNone ? item : try machine.call(function, item)
            if try machine.isTrue(verdict) { return item }
        }
        return nil
    }
}

/// `reversed(…)` of a list or anything with indices.
final class ReversedCursor: Cursor {
    private let sequence: Object
    private var index: Int

    init(_ sequence: Object, count: Int) throws {
        self.sequence = sequence
        self.index = count
        super.init(depth: try Machine.depth(over: sequence))
    }

    override var type: PythonType {
        switch sequence {
        case .list: .reverseIterator
        case .other: .rangeIterator
        default: .reversed
        }
    }

    override func next(_ machine: Machine) throws -> Object? {
        // A list may have become shorter meanwhile; then it is over.
        if case .list(let list) = sequence, index > list.count { index = 0 }
        guard index > 0 else { return nil }
        index -= 1
        return try machine.item(of: sequence, at: .int(index))
    }
}

/// `iter(function, sentinel)`: what the function gives, until it gives the sentinel.
final class CallCursor: Cursor {
    private let function: Object
    private let sentinel: Object
    private var hasEnded = false

    init(_ function: Object, until sentinel: Object) throws {
        self.function = function
        self.sentinel = sentinel
        super.init(depth: try Machine.depth(over: [function, sentinel]))
    }

    override var type: PythonType { .callIterator }

    override func next(_ machine: Machine) throws -> Object? {
        if hasEnded { return nil }
        let item = try machine.call(function)
        hasEnded = try machine.equals(sentinel, item)
        return hasEnded ? nil : item
    }
}
