/// A class of Python's: what `type(…)` gives, what `isinstance` and `except` compare with.
final class PythonType: Sendable {
    typealias Maker = @Sendable (Arguments, Machine) throws -> Object

    /// As messages call it: with its module, if that is one of C's.
    let name: String
    /// `__name__`
    let shortName: String
    let base: PythonType?
    /// What calling the class does; nil: it cannot be called.
    let make: Maker?

    init(_ name: String, of module: String? = nil, base: PythonType? = nil, make: Maker? = nil) {
        self.name = module.map { "\($0).\(name)" } ?? name
        self.shortName = name
        self.base = base
        self.make = make
    }

    func isSubtype(of other: PythonType) -> Bool {
        var type: PythonType? = self
        while let current = type {
            if current === other { return true }
            type = current.base
        }
        return other === PythonType.object
    }

    static let object = PythonType("object")
    static let noneType = PythonType("NoneType", make: makeNone)
    static let type = PythonType("type", make: Builtins.makeType)
    static let int = PythonType("int", make: Builtins.makeInt)
    static let bool = PythonType("bool", base: int, make: Builtins.makeBool)
    static let float = PythonType("float", make: Builtins.makeFloat)
    static let str = PythonType("str", make: Builtins.makeStr)
    static let list = PythonType("list", make: Builtins.makeList)
    static let dict = PythonType("dict", make: Builtins.makeDict)
    static let tuple = PythonType("tuple", make: Builtins.makeTuple)
    static let set = PythonType("set", make: Builtins.makeSet)
    static let frozenset = PythonType("frozenset", make: Builtins.makeFrozenset)
    static let range = PythonType("range", make: Builtins.makeRange)
    static let enumerate = PythonType("enumerate", make: Builtins.makeEnumerate)
    static let zip = PythonType("zip", make: Builtins.makeZip)
    static let map = PythonType("map", make: Builtins.makeMap)
    static let filter = PythonType("filter", make: Builtins.makeFilter)
    static let reversed = PythonType("reversed", make: Builtins.makeReversed)
    static let function = PythonType("function", make: makeFunction)
    static let builtinFunction = PythonType("builtin_function_or_method")
    static let module = PythonType("module")
    static let generator = PythonType("generator")
    static let iterator = PythonType("iterator")
    static let ellipsis = PythonType("ellipsis")
}

/// What no name leads to, only `type(…)`.
extension PythonType {
    private static let makeNone: Maker = { arguments, _ in
        if arguments.count > 0 { throw Raise.typeError("NoneType takes no arguments") }
        return .none
    }

    /// From code objects, which there are none of here.
    private static let makeFunction: Maker = { arguments, _ in
        switch arguments.count {
        case 0: throw Raise.typeError("function() missing required argument 'code' (pos 1)")
        case 1: throw Raise.typeError("function() missing required argument 'globals' (pos 2)")
        default:
            let given = arguments.positional.first?.type.name ?? "str"
            throw Raise.typeError("function() argument 'code' must be code, not \(given)")
        }
    }
}
