/// `json.dumps`
struct JSONWriter {
    private let indent: String?
    private let sortsKeys: Bool
    private let itemSeparator: String
    private let keySeparator: String
    private let isASCIIOnly: Bool
    private let fallback: Object?

    /// Options in the order of `JSONModule`.
    init(_ options: [Object?], _ machine: Machine) throws {
        switch options[0] {
        case .str(let text)?: indent = text
        case let number?:
            let width = number.wholeNumber
            if let width { try machine.charge(text: max(width, 0)) }
            indent = width.map { String(repeating: " ", count: max($0, 0)) }
        case nil: indent = nil
        }
        sortsKeys = try options[1].map { try machine.isTrue($0) } ?? false
        isASCIIOnly = try options[3].map { try machine.isTrue($0) } ?? true
        fallback = options[4].flatMap { $0.isNone ? nil : $0 }
        if let separators = options[2], !separators.isNone {
            let pair = try machine.items(of: separators).map { try machine.text(of: $0) }
            guard pair.count == 2 else { throw Raise.valueError("separators must be a pair") }
            (itemSeparator, keySeparator) = (pair[0], pair[1])
        } else {
            (itemSeparator, keySeparator) = (indent == nil ? ", " : ",", ": ")
        }
    }

    func text(of object: Object, _ machine: Machine) throws -> String {
        var text = ""
        try write(object, to: &text, depth: 0, machine)
        return text
    }

    private func write(_ object: Object, to text: inout String, depth: Int, _ machine: Machine) throws {
        if depth > 200 { throw Raise.valueError("Circular reference detected") }
        try machine.step()
        switch object {
        case .none: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let number): text += String(number)
        case .float(let number):
            try machine.charge(steps: Cost.float)
            text += Self.text(of: number)
        case .str(let string): try machine.append(quoted(string, machine), to: &text)
        case .list, .tuple: try write(machine.items(of: object), to: &text, depth, machine)
        case .dict(let dict): try write(dict, to: &text, depth, machine)
        default:
            guard let fallback else {
                throw Raise.typeError("Object of type \(object.type.shortName) is not JSON serializable")
            }
            try write(machine.call(fallback, object), to: &text, depth: depth + 1, machine)
        }
    }

    private func write(_ items: [Object], to text: inout String, _ depth: Int, _ machine: Machine) throws {
        if items.isEmpty { return text += "[]" }
        text += "["
        for (index, item) in items.enumerated() {
            if index > 0 { try machine.append(itemSeparator, to: &text) }
            try newLine(&text, depth + 1, machine)
            try write(item, to: &text, depth: depth + 1, machine)
        }
        try newLine(&text, depth, machine)
        text += "]"
    }

    private func write(_ dict: DictObject, to text: inout String, _ depth: Int, _ machine: Machine) throws {
        if dict.count == 0 { return text += "{}" }
        var entries = try dict.entries(machine)
        if sortsKeys {
            let sorted = try machine.sorted(entries.map(\.key), key: .none, reversed: false)
            entries = try sorted.map { ($0, try dict.value(at: $0, machine) ?? .none) }
        }
        text += "{"
        for (index, entry) in entries.enumerated() {
            if index > 0 { try machine.append(itemSeparator, to: &text) }
            try newLine(&text, depth + 1, machine)
            try machine.append(quoted(key(entry.key, machine), machine), to: &text)
            text += keySeparator
            try write(entry.value, to: &text, depth: depth + 1, machine)
        }
        try newLine(&text, depth, machine)
        text += "}"
    }

    private func key(_ key: Object, _ machine: Machine) throws -> String {
        if case .float(let number) = key { return Self.text(of: number) }
        if case .other = key {
            throw Raise.typeError("keys must be str, int, float, bool or None, not \(key.type.name)")
        }
        return try machine.keyText(key)
    }

    private func newLine(_ text: inout String, _ depth: Int, _ machine: Machine) throws {
        guard let indent else { return }
        try machine.charge(text: indent.utf8.count * depth + 1)
        text += "\n" + String(repeating: indent, count: depth)
    }

    private static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return Floats.text(number)
    }

    private func quoted(_ text: String, _ machine: Machine) throws -> String {
        if Texts.isPlain(text), !text.utf8.contains(UInt8(ascii: "\"")) { return "\"\(text)\"" }
        try machine.charge(steps: text.utf8.count >> Cost.scalars)
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            default:
                let isControl = scalar.value < 0x20
                if isControl || (isASCIIOnly && scalar.value > 0x7E) {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                    }
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
