extension Builtins {
    static let iteration: [BuiltinFunction] = [
        BuiltinFunction("iter") { arguments, machine in
            try arguments.require(1...2, "iter")
            guard let sentinel = arguments[1] else {
                return .other(try machine.cursor(over: arguments.positional[0]))
            }
            guard arguments.positional[0].isCallable else { throw Raise.typeError("iter(v, w): v must be callable") }
            return .other(try CallCursor(arguments.positional[0], until: sentinel))
        },
        BuiltinFunction("next") { arguments, machine in
            try arguments.require(1...2, "next")
            guard case .other(let reference) = arguments.positional[0], let cursor = reference as? Cursor else {
                throw Raise.typeError("'\(arguments.positional[0].type.name)' object is not an iterator")
            }
            if let item = try cursor.next(machine) { return item }
            if let fallback = arguments[1] { return fallback }
            throw Raise(.stopIteration, "")
        },
    ]

    static let makeRange: PythonType.Maker = { arguments, machine in
        try arguments.require(1...3, "range")
        let numbers = try arguments.positional.map { object in
            guard let number = object.wholeNumber else {
                throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
            }
            return number
        }
        if numbers.count == 1 { return .other(try RangeObject(0, numbers[0], 1)) }
        let step = numbers.count == 3 ? numbers[2] : 1
        if step == 0 { throw Raise.valueError("range() arg 3 must not be zero") }
        return .other(try RangeObject(numbers[0], numbers[1], step))
    }

    static let makeEnumerate: PythonType.Maker = { arguments, machine in
        let matched = try arguments.matched(["iterable", "start"], required: 1, "enumerate")
        let start = matched[1] ?? .int(0)
        guard let number = start.wholeNumber else {
            throw Raise.typeError("'\(start.type.name)' object cannot be interpreted as an integer")
        }
        return .other(try EnumerateCursor(machine.cursor(over: matched[0] ?? .none), from: number))
    }

    static let makeZip: PythonType.Maker = { arguments, machine in
        let options = try arguments.keywords("strict", of: "zip")
        let sources = try arguments.positional.map { try machine.cursor(over: $0) }
        return .other(try ZipCursor(sources, isStrict: options[0].map { try machine.isTrue($0) } ?? false))
    }

    static let makeMap: PythonType.Maker = { arguments, machine in
        try arguments.requireNoKeywords("map")
        if arguments.count < 2 { throw Raise.typeError("map() must have at least two arguments.") }
        let sources = try arguments.positional.dropFirst().map { try machine.cursor(over: $0) }
        return .other(try MapCursor(arguments.positional[0], sources))
    }

    static let makeFilter: PythonType.Maker = { arguments, machine in
        try arguments.require(2...2, "filter")
        return .other(try FilterCursor(arguments.positional[0], machine.cursor(over: arguments.positional[1])))
    }

    static let makeReversed: PythonType.Maker = { arguments, machine in
        let object = try arguments.one("reversed")
        switch object {
        case .str, .list, .tuple:
            return .other(try ReversedCursor(object, count: machine.length(of: object)))
        case .dict(let dict):
            let keys = (0..<dict.end).reversed().compactMap { dict.key(at: $0) }
            try machine.charge(bytes: keys.count * 16, steps: keys.count >> 3)
            return .other(ItemsCursor(keys, depth: 1, .reverseKeyIterator))
        case .other(let reference):
            if let range = reference as? RangeObject { return .other(try ReversedCursor(object, count: range.count)) }
            if let view = reference as? DictView {
                let items = try machine.items(of: object)
                return .other(ItemsCursor(items.reversed(), depth: view.depth, view.reverseIterator))
            }
        default: break
        }
        throw Raise.typeError("'\(object.type.name)' object is not reversible")
    }
}
