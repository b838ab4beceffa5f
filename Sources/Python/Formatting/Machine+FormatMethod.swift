extension Machine {
    /// `format.format(…)`: `{}`, `{0}`, `{name}`, `{name.attribute[key]!r:specification}`
    /// With a `mapping`, `format.format_map(mapping)`.
    func formatMethod(_ format: String, _ arguments: Arguments, mapping: Object? = nil) throws -> String {
        var reader = FieldReader(arguments: arguments, mapping: mapping)
        return try reader.text(Array(format.unicodeScalars), depth: 2, self)
    }
}

private struct FieldReader {
    let arguments: Arguments
    let mapping: Object?
    private var automatic = 0
    private var isManual = false

    init(arguments: Arguments, mapping: Object?) {
        self.arguments = arguments
        self.mapping = mapping
    }

    mutating func text(_ scalars: [Unicode.Scalar], depth: Int, _ machine: Machine) throws -> String {
        if depth == 0 { throw Raise.valueError("Max string recursion exceeded") }
        var result = ""
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            guard scalar == "{" || scalar == "}" else {
                try machine.append(String(scalar), to: &result)
                continue
            }
            if position < scalars.count, scalars[position] == scalar {
                position += 1
                try machine.append(String(scalar), to: &result)
                continue
            }
            if scalar == "}" { throw Raise.valueError("Single '}' encountered in format string") }
            let end = try Self.end(of: scalars, from: position)
            try machine.append(field(Array(scalars[position..<end]), depth, machine), to: &result)
            position = end + 1
        }
        return result
    }

    /// The place of the brace that closes a field.
    private static func end(of scalars: [Unicode.Scalar], from start: Int) throws -> Int {
        if start == scalars.count { throw Raise.valueError("Single '{' encountered in format string") }
        var position = start
        while position < scalars.count, !["}", ":", "!"].contains(scalars[position]) {
            if scalars[position] == "{" { throw Raise.valueError("unexpected '{' in field name") }
            // Whatever stands in brackets belongs to the name.
            if scalars[position] == "[" {
                position = scalars[position...].firstIndex(of: "]") ?? scalars.count
            } else {
                position += 1
            }
        }
        if position == scalars.count { throw Raise.valueError("expected '}' before end of string") }
        if scalars[position] == "}" { return position }
        return try endOfSpecification(scalars, from: position)
    }

    /// The same from the `:` or `!` on.
    private static func endOfSpecification(_ scalars: [Unicode.Scalar], from start: Int) throws -> Int {
        var position = start + 1
        if scalars[start] == "!" {
            guard position < scalars.count else {
                throw Raise.valueError("end of string while looking for conversion specifier")
            }
            position += 1
            if position < scalars.count, scalars[position] == "}" { return position }
            if position < scalars.count, scalars[position] != ":" {
                throw Raise.valueError("expected ':' after conversion specifier")
            }
        }
        var depth = 1
        for position in min(position, scalars.count)..<scalars.count {
            if scalars[position] == "{" { depth += 1 }
            if scalars[position] == "}" { depth -= 1 }
            if depth == 0 { return position }
        }
        throw Raise.valueError("unmatched '{' in format spec")
    }

    private mutating func field(_ scalars: [Unicode.Scalar], _ depth: Int, _ machine: Machine) throws -> String {
        var nameEnd = scalars.count
        var isInBrackets = false
        for (index, scalar) in scalars.enumerated() {
            if scalar == "[" { isInBrackets = true }
            if scalar == "]" { isInBrackets = false }
            if !isInBrackets, scalar == ":" || scalar == "!" {
                nameEnd = index
                break
            }
        }
        var object = try value(Array(scalars[..<nameEnd]), machine)
        var rest = scalars[nameEnd...]
        if rest.first == "!" {
            rest = rest.dropFirst()
            guard let conversion = rest.popFirst() else {
                throw Raise.valueError("end of string while looking for conversion specifier")
            }
            guard ["r", "s", "a", "\0"].contains(conversion) else {
                let isShown = conversion.value > 32 && conversion.value < 127
                let shown = isShown ? String(conversion) : "\\x" + String(conversion.value, radix: 16)
                throw Raise.valueError("Unknown conversion specifier \(shown)")
            }
            guard rest.isEmpty || rest.first == ":" else {
                throw Raise.valueError("expected ':' after conversion specifier")
            }
            // CPython's code for "no conversion" is a zero byte.
            if conversion != "\0" { object = .str(try machine.converted(object, conversion)) }
        }
        let specification = rest.isEmpty ? "" : try text(Array(rest.dropFirst()), depth: depth - 1, machine)
        return try machine.format(object, specification)
    }

    /// `name`, `0` or nothing, then `.attribute` and `[key]`.
    private mutating func value(_ scalars: [Unicode.Scalar], _ machine: Machine) throws -> Object {
        let firstEnd = scalars.firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
        let name = Self.string(scalars[..<firstEnd])
        var object = try argument(name, machine)
        var position = firstEnd
        while position < scalars.count {
            if scalars[position] == "." {
                let end = scalars[(position + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
                let attribute = Self.string(scalars[position + 1..<end])
                if attribute.isEmpty { throw Raise.valueError("Empty attribute in format string") }
                object = try machine.attribute(attribute, of: object, MethodSet(attribute))
                position = end
            } else if scalars[position] == "[" {
                guard let end = scalars[position...].firstIndex(of: "]") else {
                    throw Raise.valueError("Missing ']' in format string")
                }
                let key = Self.string(scalars[position + 1..<end])
                if key.isEmpty { throw Raise.valueError("Empty attribute in format string") }
                object = try machine.item(of: object, at: Int(key).map { .int($0) } ?? .str(key))
                position = end + 1
            } else {
                throw Raise.valueError("Only '.' or '[' may follow ']' in format field specifier")
            }
        }
        return object
    }

    private mutating func argument(_ name: String, _ machine: Machine) throws -> Object {
        var index = Int(name)
        if name.isEmpty {
            if isManual {
                throw Raise.valueError("cannot switch from manual field specification to automatic field numbering")
            }
            index = automatic
            automatic += 1
        } else if index != nil {
            if automatic > 0 {
                throw Raise.valueError("cannot switch from automatic field numbering to manual field specification")
            }
            isManual = true
        }
        if let mapping {
            if index != nil { throw Raise.valueError("Format string contains positional fields") }
            return try machine.item(of: mapping, at: .str(name))
        }
        if let index {
            guard index >= 0, let value = arguments[index] else {
                throw Raise.indexError("Replacement index \(index) out of range for positional args tuple")
            }
            return value
        }
        if let value = arguments.keywords.first(where: { $0.name == name })?.value { return value }
        throw Raise(.keyError, Texts.quoted(name), argument: .string(name))
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
