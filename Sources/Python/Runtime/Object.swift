import Values

/// A Python object while a fragment runs. Containers are references, as in Python; the rest are values.
enum Object {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case str(String)
    case list(ListObject)
    case dict(DictObject)
    case tuple(TupleObject)
    case set(SetObject)
    case builtin(BuiltinFunction)
    case type(PythonType)
    case other(Reference)

    /// Plain data from outside; lists and dictionaries are wrapped without copying them.
    init(_ value: consuming Value) {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .double(let number): self = .float(number)
        case .string(let text): self = .str(text)
        case .list(let items): self = .list(ListObject(frozen: items))
        case .dict(let entries): self = .dict(DictObject(frozen: entries))
        }
    }

    /// Plain data of which some entries are there and have no value.
    init(_ value: consuming Value, unreadable: TextMap<String>) {
        if !unreadable.isEmpty, case .dict(let entries) = value {
            self = .dict(DictObject(frozen: entries, unreadable: unreadable))
        } else {
            self = Object(value)
        }
    }

    /// How deep this object may nest others, as known when it was made.
    var depth: Int {
        switch self {
        case .list(let list): list.depth
        case .dict(let dict): dict.depth
        case .tuple(let tuple): tuple.depth
        case .set(let set): set.depth
        case .other(let reference): reference.depth
        default: 0
        }
    }

    /// The reference behind it, if it is one that can hold others.
    var reference: Reference? {
        switch self {
        case .list(let list): list
        case .dict(let dict): dict
        case .tuple(let tuple): tuple
        case .set(let set): set
        case .other(let reference): reference
        default: nil
        }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    var type: PythonType {
        switch self {
        case .none: .noneType
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .str: .str
        case .list: .list
        case .dict: .dict
        case .tuple: .tuple
        case .set(let set): set.isFrozen ? .frozenset : .set
        case .builtin: .builtinFunction
        case .type: .type
        case .other(let reference): reference.type
        }
    }

    /// The whole number it is, a bool being one too.
    var wholeNumber: Int? {
        switch self {
        case .int(let number): number
        case .bool(let flag): flag ? 1 : 0
        default: nil
        }
    }

    var text: String? {
        if case .str(let text) = self { text } else { nil }
    }
}
