extension TextMethods {
    static let cases: [Method] = [
        mapping("upper") { Texts.uppercased($0) },
        mapping("lower") { Texts.lowercased($0) },
        mapping("casefold") { Texts.casefolded($0) },
        mapping("swapcase", ascii: Cost.scalars) { Texts.swapped($0) },
        mapping("title", ascii: Cost.scalars) { Texts.titled($0) },
        mapping("capitalize") { Texts.capitalized($0) },
    ]

    static let tests: [Method] = [
        test("isalpha") { $0.isLetter },
        test("isdigit") { $0.isDigit },
        test("isdecimal") { $0.properties.generalCategory == .decimalNumber },
        test("isnumeric") { $0.properties.numericType != nil },
        test("isalnum") { $0.isLetter || $0.properties.numericType != nil },
        test("isspace") { Texts.isSpace($0) },
        test("isprintable", ofEmpty: true) { Texts.isPrintable($0) || $0 == " " },
        test("isascii", ofEmpty: true) { $0.isASCII },
        looked("isupper") { text in Texts.isCased(text) { $0.isUpper } },
        looked("islower") { text in Texts.isCased(text) { $0.isLower } },
        looked("istitle") { text in Texts.isTitled(text) },
        looked("isidentifier") { text in
            let scalars = text.unicodeScalars
            guard let first = scalars.first, first.properties.isXIDStart || first == "_" else { return false }
            return scalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
        },
    ]

    private static func test(
        _ name: String, ofEmpty: Bool = false, _ holds: @escaping @Sendable (Unicode.Scalar) -> Bool
    ) -> Method {
        looked(name) { text in text.isEmpty ? ofEmpty : text.unicodeScalars.allSatisfy(holds) }
    }

    /// Every character is looked up.
    private static func looked(_ name: String, _ holds: @escaping @Sendable (String) -> Bool) -> Method {
        method(name) { text, arguments, machine in
            try machine.charge(steps: text.utf8.count >> Cost.scalars)
            return .bool(holds(text))
        }
    }
}

extension Unicode.Scalar {
    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    var isDigit: Bool { properties.numericType == .decimal || properties.numericType == .digit }

    var isUpper: Bool { properties.isUppercase }

    var isLower: Bool { properties.isLowercase }

    var isTitle: Bool { properties.generalCategory == .titlecaseLetter }

    var isCasedLetter: Bool { isUpper || isLower || isTitle }
}
