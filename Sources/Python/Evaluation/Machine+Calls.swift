/// Calls and attributes.
extension Machine {
    func call(_ callee: Object, _ arguments: Arguments) throws -> Object {
        try step()
        switch callee {
        case .builtin(let function): return try function.body(arguments, self)
        case .type(let type):
            if let make = type.make { return try make(arguments, self) }
            if type.isException {
                try arguments.requireNoKeywords(type.name)
                return .other(try ExceptionObject(type, arguments.positional))
            }
            throw Raise.typeError("cannot create '\(type.name)' instances")
        case .other(let reference):
            if let result = try reference.call(arguments, self) { return result }
        default: break
        }
        throw Raise.typeError("'\(callee.type.name)' object is not callable")
    }

    func call(_ callee: Object, _ arguments: Object...) throws -> Object {
        try call(callee, Arguments(arguments))
    }

    /// `object.name`; a dictionary also gives its entries this way.
    func attribute(_ name: String, of object: Object, _ methods: MethodSet) throws -> Object {
        if let method = methods.method(of: object) { return .other(try BoundMethod(object, method)) }
        switch object {
        case .dict(let dict):
            if let value = try dict.value(at: name, self) { return value }
            if let function = ClassFunctions.named(name, of: .dict) { return .builtin(function) }
        case .str:
            if let function = ClassFunctions.named(name, of: .str) { return .builtin(function) }
        case .other(let reference):
            if let value = try reference.attribute(name, self) { return value }
        case .type(let type):
            if let value = try typeAttribute(name, of: type, methods) { return value }
        case .int, .bool:
            if let value = Numbers.attribute(name, of: object) { return value }
        default: break
        }
        if name == "__class__" { return .type(object.type) }
        throw Raise.attribute(name, of: object)
    }

    /// `str.upper`, `dict.fromkeys`, `int.__name__`
    func typeAttribute(_ name: String, of type: PythonType, _ methods: MethodSet) throws -> Object? {
        if name == "__name__" || name == "__qualname__" { return .str(type.shortName) }
        if let function = ClassFunctions.named(name, of: type) { return .builtin(function) }
        if let value = try DateClassMethods.attribute(name, of: type) { return value }
        guard let method = methods.method(of: type) else { return nil }
        return .builtin(
            BuiltinFunction(name, method.effects) { arguments, machine in
                guard let receiver = arguments[0] else {
                    throw Raise.typeError("unbound method \(type.name).\(name)() needs an argument")
                }
                guard receiver.type.isSubtype(of: type) else {
                    throw Raise.typeError(
                        "descriptor '\(name)' for '\(type.name)' objects doesn't apply to a '\(receiver.type.name)' object"
                    )
                }
                var rest = arguments
                rest.positional.removeFirst()
                return try method.body(receiver, rest, machine)
            })
    }

    /// `isinstance(object, type)`, the type being a class or a tuple of them.
    func isInstance(_ object: Object, of type: Object, exceptionsOnly: Bool = false) throws -> Bool {
        switch type {
        case .type(let type) where !exceptionsOnly || type.isException:
            return object.type.isSubtype(of: type)
        case .other(let module as ModuleObject):
            guard let type = module.asType else { break }
            return try isInstance(object, of: .type(type), exceptionsOnly: exceptionsOnly)
        case .tuple(let types):
            return try types.items.contains { try isInstance(object, of: $0, exceptionsOnly: exceptionsOnly) }
        default: break
        }
        throw Raise.typeError(
            exceptionsOnly
                ? "catching classes that do not inherit from BaseException is not allowed"
                : "isinstance() arg 2 must be a type, a tuple of types, or a union")
    }
}
