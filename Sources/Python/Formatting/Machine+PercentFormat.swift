extension Machine {
    /// `format % arguments`
    func percentFormat(_ format: String, _ argument: Object) throws -> String {
        try charge(text: 4 * format.utf8.count)
        var reader = PercentReader(format, argument)
        var result = ""
        while let literal = reader.literal() {
            try append(literal, to: &result)
            if let piece = try reader.conversion(self) { try append(piece, to: &result) }
        }
        if reader.hasLeftOver { throw Raise.typeError("not all arguments converted during string formatting") }
        return result
    }
}

/// Reads the conversions of a `%` format and takes their arguments.
private struct PercentReader {
    private let format: [Unicode.Scalar]
    private var position = 0
    private let arguments: [Object]
    private let mapping: DictObject?
    private let isTuple: Bool
    private var taken = 0

    init(_ format: String, _ argument: Object) {
        self.format = Array(format.unicodeScalars)
        if case .tuple(let tuple) = argument {
            arguments = tuple.items
            isTuple = true
        } else {
            arguments = [argument]
            isTuple = false
        }
        if case .dict(let dict) = argument { mapping = dict } else { mapping = nil }
    }

    /// Python lets a lone dictionary or list go unused.
    var hasLeftOver: Bool {
        if taken >= arguments.count { return false }
        if isTuple { return true }
        switch arguments[0] {
        case .dict, .list, .other: return false
        default: return true
        }
    }

    /// What comes before the next conversion; nil at the end.
    mutating func literal() -> String? {
        guard position < format.count else { return nil }
        let start = position
        while let scalar = peek, scalar != "%" { position += 1 }
        return text(start..<position)
    }

    /// nil where there is none any more.
    mutating func conversion(_ machine: Machine) throws -> String? {
        guard peek != nil else { return nil }
        position += 1
        // Only these two side by side: with anything between them it is a conversion that there is not.
        if take("%") { return "%" }
        var value = try named(machine)
        var flags: Set<UInt8> = []
        while let scalar = peek, "-+ #0".unicodeScalars.contains(scalar) {
            flags.insert(UInt8(ascii: scalar))
            position += 1
        }
        var width = try number() ?? 0
        if width < 0 {
            flags.insert(UInt8(ascii: "-"))
            width = -width
        }
        let precision = take(".") ? max(0, try number() ?? 0) : nil
        if let scalar = peek, "lhL".unicodeScalars.contains(scalar) { position += 1 }
        guard let letter = peek else { throw Raise.valueError("incomplete format") }
        position += 1
        if value == nil { value = try next() }
        return try PercentConversion(letter: letter, flags: flags, width: width, precision: precision)
            .text(of: value ?? .none, at: position - 1, machine)
    }

    private var peek: Unicode.Scalar? { position < format.count ? format[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(format[range])) }

    private mutating func next() throws -> Object {
        guard taken < arguments.count else { throw Raise.typeError("not enough arguments for format string") }
        taken += 1
        return arguments[taken - 1]
    }

    /// `(name)`; parentheses within it come in pairs.
    private mutating func named(_ machine: Machine) throws -> Object? {
        guard peek == "(" else { return nil }
        guard let mapping else { throw Raise.typeError("format requires a mapping") }
        let start = position + 1
        var depth = 0
        repeat {
            guard let scalar = peek else { throw Raise.valueError("incomplete format key") }
            if scalar == "(" { depth += 1 }
            if scalar == ")" { depth -= 1 }
            position += 1
        } while depth > 0
        taken = arguments.count
        return try machine.item(of: .dict(mapping), at: .str(text(start..<position - 1)))
    }

    /// A number, or `*` for the next argument.
    private mutating func number() throws -> Int? {
        if take("*") {
            guard let number = try next().wholeNumber else { throw Raise.typeError("* wants int") }
            guard number.magnitude < 1 << 31 else { throw Raise.valueError("width too big") }
            return number
        }
        var result: Int?
        while let scalar = peek, ("0"..."9").contains(scalar) {
            result = (result ?? 0) * 10 + Int(scalar.value - 0x30)
            if result ?? 0 > 1 << 31 { throw Raise.valueError("width too big") }
            position += 1
        }
        return result
    }
}
