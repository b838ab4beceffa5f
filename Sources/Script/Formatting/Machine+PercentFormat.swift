extension Machine {
    /// `format % arguments`
    func percentFormat(_ format: String, _ argument: Object) throws -> String {
        var reader = PercentReader(format, argument)
        var result = ""
        let bytes = Array(format.utf8)
        var position = 0
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "%") { position += 1 }
            try append(Texts.text(bytes[start..<position]), to: &result)
            guard position < bytes.count else { break }
            position += 1
            let piece = try reader.conversion(bytes, &position, self)
            try append(piece, to: &result)
        }
        if reader.hasLeftOver { throw Raise.typeError("not all arguments converted during string formatting") }
        return result
    }
}

/// Reads the conversions of a `%` format and takes their arguments.
private struct PercentReader {
    private let arguments: [Object]
    private let mapping: DictObject?
    private let isTuple: Bool
    private var taken = 0

    init(_ format: String, _ argument: Object) {
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

    private mutating func next() throws -> Object {
        guard taken < arguments.count else { throw Raise.typeError("not enough arguments for format string") }
        taken += 1
        return arguments[taken - 1]
    }

    mutating func conversion(_ bytes: [UInt8], _ position: inout Int, _ machine: Machine) throws -> String {
        var value: Object?
        func peek() -> UInt8 { position < bytes.count ? bytes[position] : 0 }
        if peek() == UInt8(ascii: "(") {
            let start = position + 1
            var depth = 0
            repeat {
                if peek() == UInt8(ascii: "(") { depth += 1 }
                if peek() == UInt8(ascii: ")") { depth -= 1 }
                position += 1
                if position > bytes.count { throw Raise.valueError("incomplete format key") }
            } while depth > 0
            guard let mapping else { throw Raise.typeError("format requires a mapping") }
            let key = Texts.text(bytes[start..<position - 1])
            value = try machine.item(of: .dict(mapping), at: .str(key))
            taken = arguments.count
        }
        var flags: Set<UInt8> = []
        while [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "0")]
            .contains(peek())
        {
            flags.insert(peek())
            position += 1
        }
        let width = try number(bytes, &position)
        var precision: Int?
        if peek() == UInt8(ascii: ".") {
            position += 1
            precision = try number(bytes, &position) ?? 0
        }
        if [UInt8(ascii: "l"), UInt8(ascii: "h"), UInt8(ascii: "L")].contains(peek()) { position += 1 }
        guard position < bytes.count else { throw Raise.valueError("incomplete format") }
        let letter = Unicode.Scalar(peek())
        position += 1
        if letter == "%" { return "%" }
        return try PercentConversion(letter: letter, flags: flags, width: width ?? 0, precision: precision)
            .text(of: value ?? next(), at: position - 1, machine)
    }

    /// A number, or `*` for the next argument.
    private mutating func number(_ bytes: [UInt8], _ position: inout Int) throws -> Int? {
        if position < bytes.count, bytes[position] == UInt8(ascii: "*") {
            position += 1
            guard let number = try next().wholeNumber, number >= 0, number < 1 << 31 else {
                throw Raise.typeError("* wants int")
            }
            return number
        }
        var result: Int?
        while position < bytes.count, bytes[position].isDigit {
            result = (result ?? 0) * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            if result ?? 0 > 1 << 31 { throw Raise.valueError("width too big") }
            position += 1
        }
        return result
    }
}
