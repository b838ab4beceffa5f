import Messages
import Values

/// From Python objects back to plain data.
extension Machine {
    /// JSON's depth is bounded likewise when it is read.
    private static let deepestValue = 250

    func value(of object: Object, depth: Int = 0) throws -> Value {
        if depth > Self.deepestValue { throw Raise(.recursionError, "data nests too deeply") }
        switch object {
        case .none: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .float(let number): return .double(number)
        case .str(let text): return .string(text)
        case .list(let list):
            if let unchanged = list.unchanged { return .list(unchanged) }
            return try values(of: list.items(self), depth)
        case .tuple(let tuple): return try values(of: tuple.items, depth)
        case .set(let set): return try values(of: Self.items(of: set), depth)
        case .dict(let dict):
            if let unchanged = dict.unchanged { return .dict(unchanged) }
            return try value(of: dict, depth)
        case .builtin, .type: throw Self.noData(object)
        case .other(let reference):
            if let value = try reference.value(self, depth: depth) { return value }
            throw Self.noData(object)
        }
    }

    // Apart, as they would make each of the frames of deep data larger.
    private static func items(of set: SetObject) -> [Object] { set.table.keys }

    private static func noData(_ object: Object) -> Raise { Raise.typeError("a \(object.type.name) is no data") }

    private func values(of items: [Object], _ depth: Int) throws -> Value {
        try charge(bytes: items.count * 32, steps: items.count)
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items where !item.isCode { values.append(try value(of: item, depth: depth + 1)) }
        return .list(values)
    }

    private func value(of dict: DictObject, _ depth: Int) throws -> Value {
        try charge(bytes: dict.count * 64, steps: dict.count)
        var entries = TextTable<Value>(minimumCapacity: dict.count)
        let table = try dict.table(self)
        for position in 0..<table.end {
            guard let (key, item) = table.entry(at: position), !item.isCode else { continue }
            entries[try keyText(key)] = try value(of: item, depth: depth + 1)
        }
        return .dict(entries)
    }

    /// Keys become text as `json.dumps` makes them.
    func keyText(_ key: Object) throws -> String {
        switch key {
        case .str(let text): return text
        case .none: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .float(let number):
            return number.isNaN
                ? "NaN" : number.isInfinite ? number < 0 ? "-Infinity" : "Infinity" : Floats.text(number)
        default:
            if case .other(let reference) = key, case .string(let text)? = try reference.value(self, depth: 0) {
                return text
            }
            throw Raise.typeError("keys must be str, int, float, bool or None, not \(key.type.name)")
        }
    }
}

extension Object {
    /// Functions, classes and modules, which no data can hold.
    var isCode: Bool {
        switch self {
        case .builtin, .type: true
        case .other(let reference): reference.isCode
        default: false
        }
    }
}
