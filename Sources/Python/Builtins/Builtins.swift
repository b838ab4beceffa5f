/// A builtin name that can stand in shared code.
enum Builtin: Sendable {
    case function(BuiltinFunction)
    case type(PythonType)
    case module(String)

    var object: Object {
        switch self {
        case .function(let function): .builtin(function)
        case .type(let type): .type(type)
        case .module(let name): Modules.object(named: nil, in: name) ?? .none
        }
    }
}

/// The names there are without an import.
enum Builtins {
    static func named(_ name: String) -> Builtin? { all[name] }

    static let all: TextMap<Builtin> = {
        var all: TextMap<Builtin> = [:]
        for function in functions + numeric + sequences + iteration { all[function.name] = .function(function) }
        let types: [PythonType] = [
            .object, .type, .int, .bool, .float, .str, .list, .dict, .tuple, .set, .frozenset, .range, .enumerate,
            .zip, .map, .filter, .reversed,
        ]
        for type in types + PythonType.exceptions { all[type.name] = .type(type) }
        all["EnvironmentError"] = .type(.osError)
        all["IOError"] = .type(.osError)
        for (name, builtin) in Modules.preloaded { all[name] = builtin }
        return all
    }()

    /// Whatever concerns any object.
    private static let functions: [BuiltinFunction] = [
        BuiltinFunction("print") { arguments, machine in
            // There is nowhere to print to; what is printed is still made, for its exceptions.
            for argument in arguments.positional { _ = try machine.text(of: argument) }
            return .none
        },
        BuiltinFunction("len") { arguments, machine in .int(try machine.length(of: arguments.one("len"))) },
        BuiltinFunction("repr") { arguments, machine in
            .str(try machine.representation(of: arguments.one("repr")))
        },
        BuiltinFunction("ascii") { arguments, machine in .str(try machine.converted(arguments.one("ascii"), "a")) },
        BuiltinFunction("format") { arguments, machine in
            try arguments.require(1...2, "format")
            guard let specification = (arguments[1] ?? .str("")).text else {
                throw Raise.typeError(
                    "format() argument 2 must be str, not \(DateFields.named(arguments.positional[1]))")
            }
            return .str(try machine.format(arguments.positional[0], specification))
        },
        BuiltinFunction("isinstance") { arguments, machine in
            try arguments.require(2...2, "isinstance")
            return .bool(try machine.isInstance(arguments.positional[0], of: arguments.positional[1]))
        },
        BuiltinFunction("issubclass") { arguments, machine in
            try arguments.require(2...2, "issubclass")
            guard case .type(let type) = arguments.positional[0] else {
                throw Raise.typeError("issubclass() arg 1 must be a class")
            }
            switch arguments.positional[1] {
            case .type(let other): return .bool(type.isSubtype(of: other))
            case .tuple(let types):
                return .bool(
                    types.items.contains { if case .type(let other) = $0 { type.isSubtype(of: other) } else { false } })
            default: throw Raise.typeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")
            }
        },
        BuiltinFunction("callable") { arguments, machine in
            .bool(try arguments.one("callable").isCallable)
        },
        // Of all but whole numbers another one after each start, as CPython has it of texts.
        BuiltinFunction("hash", .varies) { arguments, machine in
            let object = try arguments.one("hash")
            try machine.requireHashable(object)
            return .int(object.wholeNumber ?? Equality.hash(of: object))
        },
        BuiltinFunction("getattr", .reachesAnything) { arguments, machine in
            try arguments.require(2...3, "getattr")
            guard let name = arguments.positional[1].text else {
                throw Raise.typeError("attribute name must be string, not '\(arguments.positional[1].type.name)'")
            }
            do {
                return try machine.attribute(name, of: arguments.positional[0], MethodSet(name))
            } catch let error as Raise where error.type === PythonType.attributeError {
                if let fallback = arguments[2] { return fallback }
                throw error
            }
        },
        BuiltinFunction("hasattr") { arguments, machine in
            try arguments.require(2...2, "hasattr")
            guard let name = arguments.positional[1].text else {
                throw Raise.typeError("attribute name must be string, not '\(arguments.positional[1].type.name)'")
            }
            do {
                _ = try machine.attribute(name, of: arguments.positional[0], MethodSet(name))
                return .bool(true)
            } catch let error as Raise where error.type === PythonType.attributeError {
                return .bool(false)
            }
        },
    ]

    static let makeType: PythonType.Maker = { arguments, machine in .type(try arguments.one("type").type) }
}

extension Object {
    var isCallable: Bool {
        switch self {
        case .builtin, .type: true
        case .other(let reference): reference is FunctionObject || reference is BoundMethod
        default: false
        }
    }
}
