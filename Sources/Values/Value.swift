/// Plain JSON data with exact integers: what payloads, task data and expression results are made of.
///
/// Equality here is structural (`.int(7) != .double(7)`); Python's `==` lives in the Script room.
package enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([Value])
    case dict(TextTable<Value>)
}

extension Value {
    package static let emptyDict = Value.dict([:])

    package var asString: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var asDict: TextTable<Value>? {
        if case .dict(let entries) = self { entries } else { nil }
    }

    package var asList: [Value]? {
        if case .list(let items) = self { items } else { nil }
    }

    package subscript(key: String) -> Value? {
        if case .dict(let entries) = self { entries[key] } else { nil }
    }

    /// `kindName` in a sentence.
    package var kindWithArticle: String {
        switch self {
        case .null: "null"
        case .list, .dict: "an \(kindName)"
        default: "a \(kindName)"
        }
    }

    /// What a person would call this kind of value, in JSON's words.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int, .double: "number"
        case .string: "string"
        case .list: "array"
        case .dict: "object"
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: Value...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, Value)...) {
        self = .dict(TextTable(elements, uniquingKeysWith: { $1 }))
    }
    package init(nilLiteral: ()) { self = .null }
}
