#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Floats with a given number of digits, rounded from their exact value as C's printf does.
enum Decimals {
    /// More digits than this a double never has.
    private static let longest = 1100

    /// `%.<digits>f` of a number that is not negative.
    static func fixed(_ number: Double, _ digits: Int, _ keepsPoint: Bool) -> String {
        finish(number, "%.*f", digits, keepsPoint)
    }

    /// `%.<digits>e`
    static func scientific(_ number: Double, _ digits: Int, _ keepsPoint: Bool) -> String {
        finish(number, "%.*e", digits, keepsPoint)
    }

    /// `%g`; `keepsPoint` as for a float without a type, which never looks like an integer.
    static func general(_ number: Double, _ digits: Int, keepsPoint: Bool, _ isAlternate: Bool) -> String {
        guard number.isFinite else { return name(number) }
        let precision = max(digits, 1)
        let exponential = print(number, "%.*e", min(precision - 1, longest))
        let parts = exponential.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let limit = keepsPoint ? precision - 1 : precision
        if exponent < -4 || exponent >= limit {
            let mantissa = isAlternate ? pointed(String(parts[0])) : trimmed(String(parts[0]))
            let width = exponent.magnitude < 10 ? "0" : ""
            return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(width)\(exponent.magnitude)"
        }
        let plain = print(number, "%.*f", min(max(precision - 1 - exponent, 0), longest))
        if isAlternate { return pointed(plain) }
        let short = trimmed(plain)
        return keepsPoint && !short.utf8.contains(UInt8(ascii: ".")) ? short + ".0" : short
    }

    static func name(_ number: Double) -> String { number.isNaN ? "nan" : "inf" }

    private static func finish(_ number: Double, _ format: String, _ digits: Int, _ keepsPoint: Bool) -> String {
        guard number.isFinite else { return name(number) }
        let text = print(number, format, min(digits, longest))
        var result = text
        if digits > longest {
            let end = text.firstIndex(of: "e") ?? text.endIndex
            result = text[..<end] + Texts.repeated("0", digits - longest) + text[end...]
        }
        return keepsPoint ? pointed(result) : result
    }

    private static func pointed(_ text: String) -> String {
        if text.utf8.contains(UInt8(ascii: ".")) { return text }
        let end = text.firstIndex(of: "e") ?? text.endIndex
        return text[..<end] + "." + text[end...]
    }

    private static func trimmed(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
        var digits = Substring(text)
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.utf8.last == UInt8(ascii: ".") { digits.removeLast() }
        return String(digits)
    }

    private static func print(_ number: Double, _ format: String, _ digits: Int) -> String {
        // The longest double has 309 digits before the point.
        let size = digits + 330
        let bytes = [CChar](unsafeUninitializedCapacity: size) { buffer, count in
            let length = withVaList([Int32(digits), number]) { vsnprintf(buffer.baseAddress, size, format, $0) }
            count = min(max(Int(length), 0), size - 1)
        }
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
