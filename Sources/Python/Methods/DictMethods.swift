enum DictMethods {
    static let all: [Method] = [
        method("get") { dict, arguments, machine in
            try arguments.require(1...2, "get")
            return try dict.value(at: arguments.positional[0], machine) ?? arguments[1] ?? .none
        },
        method("keys") { dict, arguments, machine in
            try arguments.require(0...0, "dict.keys")
            return .other(try DictView(dict, .keys))
        },
        method("values") { dict, arguments, machine in
            try arguments.require(0...0, "dict.values")
            return .other(try DictView(dict, .values))
        },
        method("items") { dict, arguments, machine in
            try arguments.require(0...0, "dict.items")
            return .other(try DictView(dict, .items))
        },
        method("copy") { dict, arguments, machine in
            try arguments.require(0...0, "dict.copy")
            return try machine.newDict(dict.table(machine))
        },
        method("setdefault", .changesFirst) { dict, arguments, machine in
            try arguments.require(1...2, "setdefault")
            if let value = try dict.value(at: arguments.positional[0], machine) { return value }
            let fallback = arguments[1] ?? .none
            try dict.set(arguments.positional[0], fallback, machine)
            return fallback
        },
        method("update", .changesFirst) { dict, arguments, machine in
            guard arguments.count <= 1 else {
                throw Raise.typeError("update expected at most 1 argument, got \(arguments.count)")
            }
            if let source = arguments[0] { try machine.update(dict, from: source) }
            for (name, value) in arguments.keywords { try dict.set(.str(name), value, machine) }
            return .none
        },
        method("pop", .changesFirst) { dict, arguments, machine in
            try arguments.require(1...2, "pop")
            let key = arguments.positional[0]
            // CPython does not even look at a key where there are none.
            if dict.count > 0 { try machine.requireHashable(key) }
            let found = try dict.change(machine) { table in
                table.count == 0 ? nil : table.find(key).map { table.remove(at: $0) }
            }
            if let value = found ?? arguments[1] { return value }
            throw try machine.keyError(key)
        },
        method("popitem", .changesFirst) { dict, arguments, machine in
            try arguments.require(0...0, "dict.popitem")
            let entry = try dict.change(machine) { table -> (key: Object, value: Object)? in
                guard table.count > 0, let entry = table.entry(at: table.end - 1) else { return nil }
                table.remove(at: table.end - 1)
                return entry
            }
            guard let entry else {
                let message = "popitem(): dictionary is empty"
                throw Raise(.keyError, Texts.quoted(message), argument: .string(message))
            }
            return try machine.newTuple([entry.key, entry.value])
        },
        method("clear", .changesFirst) { dict, arguments, machine in
            try arguments.require(0...0, "dict.clear")
            try dict.change(machine) { $0 = Table() }
            return .none
        },
    ]

    private static func method(
        _ name: String, _ effects: Effects = [],
        _ body: @escaping @Sendable (DictObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name, effects) { receiver, arguments, machine in
            guard case .dict(let dict) = receiver else { throw Raise.attribute(name, of: receiver) }
            return try body(dict, arguments, machine)
        }
    }
}
