/// The methods of one name that the builtin types have, looked up once when a fragment is resolved.
struct MethodSet: Sendable {
    private let str: Method?
    private let list: Method?
    private let dict: Method?
    private let set: Method?
    private let frozenset: Method?
    private let tuple: Method?
    private let int: Method?
    private let float: Method?

    init(_ name: String) {
        str = Methods.str[name]
        list = Methods.list[name]
        dict = Methods.dict[name]
        set = Methods.set[name]
        frozenset = Methods.frozenset[name]
        tuple = Methods.tuple[name]
        int = Methods.int[name]
        float = Methods.float[name]
    }

    func method(of object: Object) -> Method? {
        switch object {
        case .dict: dict
        case .str: str
        case .list: list
        case .set(let object): object.isFrozen ? frozenset : set
        case .tuple: tuple
        case .int, .bool: int
        case .float: float
        default: nil
        }
    }

    func method(of type: PythonType) -> Method? {
        switch type.name {
        case "dict": dict
        case "str": str
        case "list": list
        case "set": set
        case "frozenset": frozenset
        case "tuple": tuple
        case "int", "bool": int
        case "float": float
        default: nil
        }
    }
}

/// Methods of the builtin types by name.
enum Methods {
    /// All of them, by the type that has them. What is in no table here is no method of anything.
    static let tables: [(type: PythonType, methods: TextMap<Method>)] = [
        (.str, str), (.list, list), (.dict, dict), (.set, set), (.frozenset, frozenset), (.tuple, tuple), (.int, int),
        (.float, float), (.range, RangeObject.methods), (.date, DateMethods.table), (.dateTime, DateTimeMethods.table),
        (.time, TimeObject.methods), (.timeDelta, TimeDeltaObject.methods), (.timeZone, TimeZoneObject.methods),
    ]

    static let str = table(TextMethods.all)
    static let list = table(ListMethods.all)
    static let dict = table(DictMethods.all)
    static let set = table(SetMethods.common + SetMethods.changing)
    static let frozenset = table(SetMethods.common)
    static let tuple = table(ListMethods.common)
    static let int = table(Numbers.methods)
    static let float = table(Numbers.floatMethods)

    static func table(_ methods: [Method]) -> TextMap<Method> {
        TextMap(methods.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }
}

/// Functions that belong to a class: `dict.fromkeys`, `datetime.now`.
enum ClassFunctions {
    static func named(_ name: String, of type: PythonType) -> BuiltinFunction? { functions(of: type)?[name] }

    static func functions(of type: PythonType) -> TextMap<BuiltinFunction>? {
        switch type.name {
        case "dict": dict
        case "str": str
        default: DateClassMethods.functions(of: type)
        }
    }

    static func table(_ functions: [BuiltinFunction]) -> TextMap<BuiltinFunction> {
        TextMap(uniqueKeysWithValues: functions.map { ($0.name, $0) })
    }

    private static let dict = table([fromKeys])
    private static let str = table([TextMethods.makeTranslation])

    private static let fromKeys = BuiltinFunction("fromkeys") { arguments, machine in
        try arguments.require(1...2, "fromkeys")
        let dict = DictObject()
        let cursor = try machine.cursor(over: arguments.positional[0])
        while let key = try cursor.next(machine) {
            try machine.step()
            try dict.set(key, arguments[1] ?? .none, machine)
        }
        return try machine.newDict(dict.table(machine))
    }
}
