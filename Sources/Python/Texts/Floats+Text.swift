extension Floats {
    /// `repr` of a float: the shortest digits that read back the same.
    static func text(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let sign = number.sign == .minus ? "-" : ""
        if number == 0 { return sign + "0.0" }
        let (digits, point) = shortest(number.magnitude)
        if point > -4, point <= 16 { return sign + plain(digits, point) }
        let exponent = point - 1
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        let width = exponent.magnitude < 10 ? "0" : ""
        return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(width)\(exponent.magnitude)"
    }

    /// Digits without zeros around them, and where the point stands among them: 0.025 is ("25", -1).
    static func shortest(_ number: Double) -> (digits: Substring, point: Int) {
        let description = number.description
        let parts = description.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1)
        var point = mantissa[0].utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var digits = Substring(mantissa.joined())
        while digits.utf8.first == UInt8(ascii: "0"), digits.utf8.count > 1 {
            digits.removeFirst()
            point -= 1
        }
        while digits.utf8.last == UInt8(ascii: "0"), digits.utf8.count > 1 { digits.removeLast() }
        return (digits, point)
    }

    private static func plain(_ digits: Substring, _ point: Int) -> String {
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        let count = digits.utf8.count
        if count <= point { return digits + String(repeating: "0", count: point - count) + ".0" }
        return digits.prefix(point) + "." + digits.dropFirst(point)
    }
}
