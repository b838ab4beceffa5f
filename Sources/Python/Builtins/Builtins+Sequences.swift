extension Builtins {
    /// Functions over whole sequences.
    static let sequences: [BuiltinFunction] = [
        BuiltinFunction("sum") { arguments, machine in
            var total = Object.int(0)
            let iterable: Object
            if arguments.count == 1, arguments.keywords.isEmpty {
                iterable = arguments.positional[0]
            } else {
                let matched = try arguments.matched(["iterable", "start"], required: 1, "sum")
                iterable = matched[0] ?? .none
                total = matched[1] ?? total
            }
            let cursor = try machine.cursor(over: iterable)
            if case .str = total { throw Raise.typeError("sum() can't sum strings [use ''.join(seq) instead]") }
            while let item = try cursor.next(machine) {
                try machine.step()
                total = try machine.binary(.add, total, item)
            }
            return total
        },
        BuiltinFunction("any") { arguments, machine in
            let cursor = try machine.cursor(over: arguments.one("any"))
            while let item = try cursor.next(machine) {
                try machine.step()
                if try machine.isTrue(item) { return .bool(true) }
            }
            return .bool(false)
        },
        BuiltinFunction("all") { arguments, machine in
            let cursor = try machine.cursor(over: arguments.one("all"))
            while let item = try cursor.next(machine) {
                try machine.step()
                if try !machine.isTrue(item) { return .bool(false) }
            }
            return .bool(true)
        },
        extremum("min", .less), extremum("max", .greater),
        BuiltinFunction("sorted") { arguments, machine in
            guard arguments.count == 1 else {
                throw Raise.typeError("sorted expected 1 argument, got \(arguments.count)")
            }
            let options = try arguments.keywords("key", "reverse", of: "sort")
            let items = try machine.items(of: arguments.positional[0])
            return try machine.newList(
                machine.sorted(
                    items, key: options[0] ?? .none,
                    reversed: options[1].map { try MathModule.integer($0) != 0 } ?? false))
        },
    ]

    private static func extremum(_ name: String, _ operation: ComparisonOperator) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            let options = try arguments.keywords("key", "default", of: name)
            if arguments.count == 0 { throw Raise.typeError("\(name) expected at least 1 argument, got 0") }
            if arguments.count > 1, options[1] != nil {
                throw Raise.typeError("Cannot specify a default for \(name)() with multiple positional arguments")
            }
            let cursor =
                try arguments.count > 1
                ? ItemsCursor(arguments.positional, depth: 1) : machine.cursor(over: arguments.positional[0])
            let key = options[0] ?? .none
            var best: (item: Object, rank: Object)?
            while let item = try cursor.next(machine) {
                try machine.step()
                let rank = key.isNone ? item : try machine.call(key, item)
                if let current = best, try !machine.order(operation, rank, current.rank) { continue }
                best = (item, rank)
            }
            if let best { return best.item }
            if let fallback = options[1] { return fallback }
            throw Raise.valueError("\(name)() arg is an empty sequence")
        }
    }

    static let makeStr: PythonType.Maker = { arguments, machine in
        if arguments.count > 1 { throw decoding(arguments) }
        let matched = try arguments.matched(["object"], "str")
        return .str(try matched[0].map { try machine.text(of: $0) } ?? "")
    }

    /// There are no bytes here that `str(object, encoding)` could decode.
    private static func decoding(_ arguments: Arguments) -> Raise {
        let (object, encoding) = (arguments.positional[0], arguments.positional[1])
        if encoding.text == nil {
            return Raise.typeError("str() argument 'encoding' must be str, not \(DateFields.named(encoding))")
        }
        if object.text != nil { return Raise.typeError("decoding str is not supported") }
        return Raise.typeError("decoding to str: need a bytes-like object, \(object.type.name) found")
    }

    static let makeList: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "list")
        return try machine.newList(arguments[0].map { try machine.items(of: $0) } ?? [])
    }

    static let makeTuple: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "tuple")
        if case .tuple = arguments[0] { return arguments.positional[0] }
        return try machine.newTuple(arguments[0].map { try machine.items(of: $0) } ?? [])
    }

    static let makeSet: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "set")
        return try machine.newSet(arguments[0].map { try machine.items(of: $0) } ?? [])
    }

    static let makeFrozenset: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "frozenset")
        return try machine.newSet(arguments[0].map { try machine.items(of: $0) } ?? [], isFrozen: true)
    }

    static let makeDict: PythonType.Maker = { arguments, machine in
        guard arguments.count <= 1 else {
            throw Raise.typeError("dict expected at most 1 argument, got \(arguments.count)")
        }
        let dict = DictObject()
        if let source = arguments[0] { try machine.update(dict, from: source) }
        for (name, value) in arguments.keywords { try dict.set(.str(name), value, machine) }
        return try machine.newDict(dict.table(machine))
    }
}

extension Machine {
    /// `dict.update(source)`: a dictionary, or pairs.
    func update(_ dict: DictObject, from source: Object) throws {
        if case .dict(let other) = source { return try update(dict, with: other) }
        let cursor = try cursor(over: source)
        var index = 0
        while let item = try cursor.next(self) {
            try step()
            if case .none = item {
                throw Raise.typeError("cannot convert dictionary update sequence element #\(index) to a sequence")
            }
            let pair: [Object]
            do {
                pair = try items(of: item)
            } catch let error as Raise where error.type === PythonType.typeError {
                throw Raise.typeError("cannot convert dictionary update sequence element #\(index) to a sequence")
            }
            guard pair.count == 2 else {
                throw Raise.valueError(
                    "dictionary update sequence element #\(index) has length \(pair.count); 2 is required")
            }
            try dict.set(pair[0], pair[1], self)
            index += 1
        }
    }
}
