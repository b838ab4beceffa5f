/// Upper, lower and title case, by Unicode's full mappings.
extension Texts {
    static func uppercased(_ text: String) -> String {
        if text.isASCII { return text.uppercased() }
        return mapped(text) { $0.properties.uppercaseMapping }
    }

    static func lowercased(_ text: String) -> String {
        if text.isASCII { return text.lowercased() }
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            result += scalar == "Σ" ? (isFinalSigma(scalars, index) ? "ς" : "σ") : scalar.properties.lowercaseMapping
        }
        return result
    }

    /// A sigma that ends a word has a form of its own.
    private static func isFinalSigma(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
    }

    /// Caseless comparison: close to Python's for Latin, Greek and Cyrillic.
    static func casefolded(_ text: String) -> String {
        if text.isASCII { return text.lowercased() }
        return mapped(text) { scalar in
            switch scalar {
            case "ß", "ẞ": "ss"
            case "ς": "σ"
            default: scalar.properties.lowercaseMapping
            }
        }
    }

    static func swapped(_ text: String) -> String {
        mapped(text) { scalar in
            scalar.isUpper
                ? scalar.properties.lowercaseMapping
                : scalar.isLower ? scalar.properties.uppercaseMapping : String(scalar)
        }
    }

    static func capitalized(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return "" }
        return first.properties.titlecaseMapping + lowercased(String(text.unicodeScalars.dropFirst()))
    }

    static func titled(_ text: String) -> String {
        var result = ""
        var isInWord = false
        for scalar in text.unicodeScalars {
            result += isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInWord = scalar.properties.isCased
        }
        return result
    }

    static func isCased(_ text: String, _ holds: (Unicode.Scalar) -> Bool) -> Bool {
        let cased = text.unicodeScalars.filter(\.isCasedLetter)
        return !cased.isEmpty && cased.allSatisfy(holds)
    }

    static func isTitled(_ text: String) -> Bool {
        var isInWord = false
        var hasWord = false
        for scalar in text.unicodeScalars {
            if scalar.isUpper || scalar.isTitle {
                if isInWord { return false }
                isInWord = true
                hasWord = true
            } else if scalar.isLower {
                if !isInWord { return false }
            } else {
                isInWord = false
            }
        }
        return hasWord
    }

    private static func mapped(_ text: String, _ map: (Unicode.Scalar) -> String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { result += map(scalar) }
        return result
    }

    /// What Python's `str.isspace` and `strip` take for white space.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0: true
        case 0...0x7F: false
        default: scalar.properties.isWhitespace
        }
    }

    static func stripped(_ text: String, start: Bool = true, end: Bool = true) -> String {
        strip(text, start: start, end: end, isSpace)
    }

    static func strip(
        _ text: String, start: Bool, end: Bool, _ drops: (Unicode.Scalar) -> Bool
    ) -> String {
        var scalars = text.unicodeScalars[...]
        if start { scalars = scalars.drop(while: drops) }
        if end {
            while let last = scalars.last, drops(last) { scalars.removeLast() }
        }
        return String(scalars)
    }
}
