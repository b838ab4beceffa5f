extension TextMethods {
    static let cases: [Method] = [
        mapping("upper") { Texts.uppercased($0) },
        mapping("lower") { Texts.lowercased($0) },
        mapping("casefold") { Texts.casefolded($0) },
        mapping("swapcase") { Texts.swapped($0) },
        mapping("title") { Texts.titled($0) },
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
        method("isupper") { text, arguments, machine in .bool(Texts.isCased(text) { $0.isUpper }) },
        method("islower") { text, arguments, machine in .bool(Texts.isCased(text) { $0.isLower }) },
        method("istitle") { text, arguments, machine in .bool(Texts.isTitled(text)) },
        method("isidentifier") { text, arguments, machine in
            let scalars = text.unicodeScalars
            guard let first = scalars.first, first.properties.isXIDStart || first == "_" else { return .bool(false) }
            return .bool(scalars.dropFirst().allSatisfy { $0.properties.isXIDContinue })
        },
    ]

    private static func test(
        _ name: String, ofEmpty: Bool = false, _ holds: @escaping @Sendable (Unicode.Scalar) -> Bool
    ) -> Method {
        method(name) { text, arguments, machine in
            .bool(text.isEmpty ? ofEmpty : text.unicodeScalars.allSatisfy(holds))
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
