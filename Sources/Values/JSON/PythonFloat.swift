/// How Python prints a float.
enum PythonFloat {
    /// `repr(number)`: the shortest digits that read back as the same number.
    package static func repr(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let text = number.description
        // Both use an exponent below 1e-4 and from 1e16 on; in between Swift's choice has changed with its versions.
        return number.magnitude < 0x1p53 ? text : large(text)
    }

    /// A number of at least 2^53, whichever way it is printed.
    private static func large(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.drop { $0 == "-" }.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = mantissa[0].count - 1
        if parts.count > 1, let written = Int(parts[1]) { exponent += written }
        var digits = mantissa.joined()
        while digits.count > 1 && digits.last == "0" { digits.removeLast() }
        if exponent < 16 {
            return sign + digits + String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + ".0"
        }
        let rest = digits.dropFirst()
        return "\(sign)\(digits.prefix(1))\(rest.isEmpty ? "" : ".")\(rest)e+\(exponent)"
    }

    /// What `json.dumps` writes.
    static func json(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return repr(number)
    }
}
