/// What YAML makes of a word without quotes. Programs disagree: `no` is false to some and text to others.
enum PlainScalar {
    private static let booleans: TextSet = ["y", "n", "yes", "no", "on", "off", "true", "false"]
    private static let nulls: TextSet = ["~", "null"]

    /// What it may be taken for; `nil` if it is text to everybody.
    static func otherThanText(_ word: String) -> String? {
        let lower = word.lowercased()
        if booleans.contains(lower) { return "a truth value" }
        if nulls.contains(lower) { return "nothing" }
        return isNumber(lower) ? "a number" : nil
    }

    private static func isNumber(_ word: String) -> Bool {
        let digits = word.drop { $0 == "-" || $0 == "+" }
        if [".inf", ".nan"].contains(String(digits)) { return true }
        guard let first = digits.first, first.isASCII, first.isNumber || first == "." else { return false }
        if digits.hasPrefix("0x") || digits.hasPrefix("0o") || digits.hasPrefix("0b") {
            return digits.dropFirst(2).allSatisfy { $0.isHexDigit || $0 == "_" }
        }
        // With colons: to YAML 1.1 a number of base 60.
        let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || "._:".contains($0)) }
        return Double(digits) != nil || isPlain && digits.contains { $0.isNumber }
    }
}
