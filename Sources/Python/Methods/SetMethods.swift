enum SetMethods {
    /// What sets and frozensets share.
    static let common: [Method] = [
        combining("union", .or), combining("intersection", .and), combining("difference", .subtract),
        combining("symmetric_difference", .xor),
        method("copy") { set, arguments, machine in
            try arguments.require(0...0, "set.copy")
            return try copy(of: set, machine)
        },
        method("issubset") { set, arguments, machine in
            .bool(try Sets.isSubset(set, asSet(arguments.one("set.issubset"), machine), machine))
        },
        method("issuperset") { set, arguments, machine in
            let cursor = try machine.cursor(over: arguments.one("set.issuperset"))
            while let item = try cursor.next(machine) {
                try machine.step()
                try machine.requireHashable(item)
                if set.table.find(item) == nil { return .bool(false) }
            }
            return .bool(true)
        },
        method("isdisjoint") { set, arguments, machine in
            let cursor = try machine.cursor(over: arguments.one("set.isdisjoint"))
            while let item = try cursor.next(machine) {
                try machine.step()
                try machine.requireHashable(item)
                if set.table.find(item) != nil { return .bool(false) }
            }
            return .bool(true)
        },
    ]

    static let changing: [Method] = [
        changing("update", .or), changing("intersection_update", .and), changing("difference_update", .subtract),
        changing("symmetric_difference_update", .xor),
        method("add", .changesFirst) { set, arguments, machine in
            let item = try arguments.one("set.add")
            try machine.requireHashable(item)
            try machine.charge(bytes: 40)
            set.table.insert(item)
            return .none
        },
        method("discard", .changesFirst) { set, arguments, machine in
            let item = try arguments.one("set.discard")
            try machine.requireSought(item)
            if let position = set.table.find(item) { set.table.remove(at: position) }
            return .none
        },
        method("remove", .changesFirst) { set, arguments, machine in
            let item = try arguments.one("set.remove")
            try machine.requireSought(item)
            guard let position = set.table.find(item) else {
                throw try machine.keyError(item)
            }
            set.table.remove(at: position)
            return .none
        },
        method("pop", .changesFirst) { set, arguments, machine in
            try arguments.require(0...0, "set.pop")
            for position in set.table.start..<set.table.end {
                guard let (key, _) = set.table.entry(at: position) else { continue }
                set.table.remove(at: position)
                return key
            }
            throw Raise(.keyError, "'pop from an empty set'", argument: .string("pop from an empty set"))
        },
        method("clear", .changesFirst) { set, arguments, machine in
            try arguments.require(0...0, "set.clear")
            set.table = Table()
            return .none
        },
    ]

    private static func asSet(_ object: Object, _ machine: Machine) throws -> SetObject {
        if case .set(let set) = object { return set }
        guard case .set(let set) = try machine.newSet(machine.items(of: object)) else {
            throw Raise.typeError("'\(object.type.name)' object is not iterable")
        }
        return set
    }

    /// What changes the one or the other then copies all of it.
    private static func copy(of set: SetObject, _ machine: Machine) throws -> Object {
        try machine.charge(bytes: 64 + set.table.count * 40, steps: set.table.count >> 3)
        return try machine.newSet(set.table, isFrozen: set.isFrozen)
    }

    private static func combined(
        _ set: SetObject, _ operation: BinaryOperator, _ arguments: Arguments, _ machine: Machine
    ) throws -> Object {
        try arguments.requireNoKeywords("set")
        if operation == .xor { _ = try arguments.one("set.symmetric_difference") }
        var result = try copy(of: set, machine)
        for argument in arguments.positional {
            guard case .set(let current) = result else { break }
            if operation == .and, !argument.isSet {
                result = try Sets.intersection(of: current, with: machine.items(of: argument), machine)
                continue
            }
            result = try Sets.combine(operation, current, asSet(argument, machine), machine)
        }
        return result
    }

    private static func combining(_ name: String, _ operation: BinaryOperator) -> Method {
        method(name) { set, arguments, machine in try combined(set, operation, arguments, machine) }
    }

    private static func changing(_ name: String, _ operation: BinaryOperator) -> Method {
        method(name, .changesFirst) { set, arguments, machine in
            guard case .set(let result) = try combined(set, operation, arguments, machine) else { return .none }
            set.table = result.table
            return .none
        }
    }

    private static func method(
        _ name: String, _ effects: Effects = [],
        _ body: @escaping @Sendable (SetObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name, effects) { receiver, arguments, machine in
            guard case .set(let set) = receiver else { throw Raise.attribute(name, of: receiver) }
            return try body(set, arguments, machine)
        }
    }
}

extension Object {
    fileprivate var isSet: Bool { if case .set = self { true } else { false } }
}
