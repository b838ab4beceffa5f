enum ListMethods {
    /// What lists and tuples share.
    static let common: [Method] = [
        Method("count") { receiver, arguments, machine in
            let item = try arguments.one("\(receiver.type.name).count")
            var count = 0
            for other in try machine.items(of: receiver) {
                try machine.step()
                if try machine.isSameOrEqual(other, item) { count += 1 }
            }
            return .int(count)
        },
        Method("index") { receiver, arguments, machine in
            try arguments.require(1...3, "index")
            let items = try machine.items(of: receiver)
            let (start, stop) = try bounds(arguments, items.count)
            var index = start
            while index < stop {
                try machine.step()
                if try machine.isSameOrEqual(items[index], arguments.positional[0]) { return .int(index) }
                index += 1
            }
            if case .tuple = receiver { throw Raise.valueError("tuple.index(x): x not in tuple") }
            throw Raise.valueError("\(try machine.representation(of: arguments.positional[0])) is not in list")
        },
    ]

    static let all: [Method] = common + growing + shrinking

    private static func bounds(_ arguments: Arguments, _ count: Int) throws -> (Int, Int) {
        func bound(_ object: Object?, _ fallback: Int) throws -> Int {
            guard let object else { return fallback }
            guard let number = object.wholeNumber else {
                throw Raise.typeError("slice indices must be integers or have an __index__ method")
            }
            return number < 0 ? max(number, -count) + count : min(number, count)
        }
        return (try bound(arguments[1], 0), try bound(arguments[2], count))
    }

    private static let growing: [Method] = [
        method("append", .changesFirst) { list, arguments, machine in
            let item = try arguments.one("list.append")
            try machine.charge(bytes: 16)
            try list.change(machine) { $0.append(item) }
            machine.noteStored(item, in: list)
            return .none
        },
        method("extend", .changesFirst) { list, arguments, machine in
            try machine.extend(list, by: arguments.one("list.extend"))
            return .none
        },
        method("insert", .changesFirst) { list, arguments, machine in
            try arguments.require(2...2, "insert")
            guard let index = arguments.positional[0].wholeNumber else {
                throw Raise.typeError(
                    "'\(arguments.positional[0].type.name)' object cannot be interpreted as an integer")
            }
            let count = list.count
            let position = index < 0 ? max(index, -count) + count : min(index, count)
            try machine.charge(bytes: 16, steps: count >> 6)
            try list.change(machine) { $0.insert(arguments.positional[1], at: position) }
            machine.noteStored(arguments.positional[1], in: list)
            return .none
        },
        method("copy") { list, arguments, machine in
            try arguments.require(0...0, "list.copy")
            return try machine.newList(list.items(machine))
        },
        method("reverse", .changesFirst) { list, arguments, machine in
            try arguments.require(0...0, "list.reverse")
            try machine.charge(steps: list.count >> 3)
            try list.change(machine) { $0.reverse() }
            return .none
        },
        method("sort", .changesFirst) { list, arguments, machine in
            if arguments.count > 0 { throw Raise.typeError("sort() takes no positional arguments") }
            let options = try arguments.keywords("key", "reverse", of: "sort")
            let isReversed = try options[1].map { try MathModule.integer($0) != 0 } ?? false
            var items = try list.items(machine)
            let outcome = Result { try machine.sort(&items, key: options[0] ?? .none, reversed: isReversed) }
            try list.change(machine) { $0 = items }
            try outcome.get()
            return .none
        },
    ]

    private static let shrinking: [Method] = [
        method("pop", .changesFirst) { list, arguments, machine in
            try arguments.require(0...1, "pop")
            let index = arguments[0] ?? .int(-1)
            guard index.wholeNumber != nil else {
                throw Raise.typeError("'\(index.type.name)' object cannot be interpreted as an integer")
            }
            if list.count == 0 { throw Raise.indexError("pop from empty list") }
            guard let position = try? machine.position(index, list.count, "list") else {
                throw Raise.indexError("pop index out of range")
            }
            try machine.charge(steps: (list.count - position) >> 6)
            return try list.change(machine) { $0.remove(at: position) }
        },
        method("remove", .changesFirst) { list, arguments, machine in
            let item = try arguments.one("list.remove")
            for (index, other) in try list.items(machine).enumerated() {
                try machine.step()
                guard try machine.isSameOrEqual(other, item) else { continue }
                try list.change(machine) { live in
                    if index < live.count { live.remove(at: index) }
                }
                return .none
            }
            throw Raise.valueError("list.remove(x): x not in list")
        },
        method("clear", .changesFirst) { list, arguments, machine in
            try arguments.require(0...0, "list.clear")
            try list.change(machine) { $0 = [] }
            return .none
        },
    ]

    private static func method(
        _ name: String, _ effects: Effects = [],
        _ body: @escaping @Sendable (ListObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name, effects) { receiver, arguments, machine in
            guard case .list(let list) = receiver else { throw Raise.attribute(name, of: receiver) }
            return try body(list, arguments, machine)
        }
    }
}
