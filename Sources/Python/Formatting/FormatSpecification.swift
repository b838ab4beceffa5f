/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
struct FormatSpecification {
    var fill: Unicode.Scalar = " "
    var align: Unicode.Scalar?
    /// A bare `0` before the width: numbers get zeros after their sign.
    private(set) var isZeroPadded = false
    /// nil: none was given, which is a minus only where needed.
    var sign: Unicode.Scalar?
    var noNegativeZero = false
    var isAlternate = false
    var width = 0
    var grouping: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    /// `owner` is the type of what is formatted, for what is said of a specification that is none.
    init(_ text: String, for owner: String) throws {
        var scalars = Substring(text).unicodeScalars[...]
        let alignments: Set<Unicode.Scalar> = ["<", ">", "=", "^"]
        var hasFill = false
        if let second = scalars.dropFirst().first, let first = scalars.first, alignments.contains(second) {
            fill = first
            hasFill = true
            align = second
            scalars = scalars.dropFirst(2)
        } else if let first = scalars.first, alignments.contains(first) {
            align = first
            scalars = scalars.dropFirst()
        }
        func take(_ wanted: Unicode.Scalar...) -> Unicode.Scalar? {
            guard let first = scalars.first, wanted.contains(first) else { return nil }
            scalars = scalars.dropFirst()
            return first
        }
        sign = take("+", "-", " ")
        noNegativeZero = take("z") != nil
        isAlternate = take("#") != nil
        if !hasFill, take("0") != nil {
            fill = "0"
            isZeroPadded = align == nil
        }
        width = try Self.number(&scalars, limit: Int(Int32.max)) ?? 0
        grouping = take(",", "_")
        if grouping != nil, take(",", "_") != nil { throw Raise.valueError("Cannot specify both ',' and '_'.") }
        if take(".") != nil {
            guard let number = try Self.number(&scalars, limit: .max) else {
                throw Raise.valueError("Format specifier missing precision")
            }
            precision = number
        }
        type = scalars.first
        if scalars.count > 1 {
            throw Raise.valueError(
                "Invalid format specifier '\(text)' for object of type '\(owner)'")
        }
        try checkGrouping()
    }

    private func checkGrouping() throws {
        guard let grouping, let type else { return }
        if ["d", "e", "E", "f", "F", "g", "G", "%"].contains(type) { return }
        if grouping == "_", ["b", "o", "x", "X"].contains(type) { return }
        throw Raise.valueError("Cannot specify '\(grouping)' with '\(type)'.")
    }

    private static func number(
        _ scalars: inout Substring.UnicodeScalarView.SubSequence, limit: Int
    ) throws -> Int? {
        var digits = ""
        while let first = scalars.first, first.value >= 0x30, first.value <= 0x39 {
            digits.unicodeScalars.append(first)
            scalars = scalars.dropFirst()
        }
        if digits.isEmpty { return nil }
        guard let number = Int(digits), number <= limit else {
            throw Raise.valueError("Too many decimal digits in format string")
        }
        return number
    }

    /// Fills `body` up to the width; for `=` the fill goes between the sign and the digits.
    func padded(_ prefix: String, _ body: String, standard: Unicode.Scalar, _ machine: Machine) throws -> String {
        let length = Texts.length(prefix) + Texts.length(body)
        guard width > length else { return prefix + body }
        let missing = width - length
        try machine.charge(text: missing * String(fill).utf8.count + length)
        func filling(_ count: Int) -> String { Texts.repeated(String(fill), count) }
        switch align ?? (isZeroPadded && standard == ">" ? "=" : standard) {
        case "<": return prefix + body + filling(missing)
        case "^": return filling(missing / 2) + prefix + body + filling(missing - missing / 2)
        case "=": return prefix + filling(missing) + body
        default: return filling(missing) + prefix + body
        }
    }
}
