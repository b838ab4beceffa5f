/// A directive of `strptime`, and the text it takes.
struct DateField {
    let directive: Unicode.Scalar
    private let taking: Taking

    private enum Taking {
        /// Characters one by one, in several ways.
        case patterns([[Unit]])
        case words([String])
        case zone
    }

    private enum Unit {
        /// Of any script.
        case digit
        case range(ClosedRange<Unicode.Scalar>)

        func takes(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .digit: DateField.isDigit(scalar)
            case .range(let range): range.contains(scalar)
            }
        }
    }

    init?(_ directive: Unicode.Scalar) {
        guard let taking = Self.known[directive] else { return nil }
        self.directive = directive
        self.taking = taking
    }

    /// Where its text may end when it begins at `start`, in the order in which CPython tries.
    func ends(in text: [Unicode.Scalar], from start: Int) -> [Int] {
        switch taking {
        case .patterns(let patterns): patterns.compactMap { Self.end(of: $0, in: text, from: start) }
        case .words(let words): words.compactMap { Self.end(of: $0, in: text, from: start) }
        case .zone: Self.zoneEnds(in: text, from: start)
        }
    }

    /// Which of its words a text is.
    func word(_ text: some Sequence<Unicode.Scalar>) -> Int? {
        guard case .words(let words) = taking else { return nil }
        let folded = text.map(Self.folded)
        return words.firstIndex { Array($0.unicodeScalars) == folded }
    }

    static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? ("0"..."9").contains(scalar) : scalar.properties.generalCategory == .decimalNumber
    }

    private static func end(of pattern: [Unit], in text: [Unicode.Scalar], from start: Int) -> Int? {
        guard text.count - start >= pattern.count else { return nil }
        for (index, unit) in pattern.enumerated() where !unit.takes(text[start + index]) { return nil }
        return start + pattern.count
    }

    private static func end(of word: String, in text: [Unicode.Scalar], from start: Int) -> Int? {
        let scalars = word.unicodeScalars
        guard text.count - start >= scalars.count else { return nil }
        return zip(scalars, text[start...]).allSatisfy { $0 == folded($1) } ? start + scalars.count : nil
    }

    /// `Z`, or a sign, hours and minutes, and then perhaps seconds with a fraction; colons are free.
    private static func zoneEnds(in text: [Unicode.Scalar], from start: Int) -> [Int] {
        guard start < text.count else { return [] }
        if text[start] == "Z" { return [start + 1] }
        guard text[start] == "+" || text[start] == "-", let hours = end(of: units("D D"), in: text, from: start + 1),
            let minutes = pair(in: text, after: hours)
        else { return [] }
        guard let seconds = pair(in: text, after: minutes) else { return [minutes] }
        var ends = [seconds, minutes]
        if seconds < text.count, text[seconds] == "." {
            let digits = text[(seconds + 1)...].prefix(6).prefix(while: isDigit).count
            for count in 0..<digits { ends.insert(seconds + 2 + count, at: 0) }
        }
        return ends
    }

    /// Behind a colon or none.
    private static func pair(in text: [Unicode.Scalar], after position: Int) -> Int? {
        let hasColon = position < text.count && text[position] == ":"
        return end(of: units("0-5 D"), in: text, from: position + (hasColon ? 1 : 0))
    }

    /// `D` is any digit, `a-b` a range, `_` a space.
    private static func units(_ pattern: String) -> [Unit] {
        pattern.split(separator: " ").compactMap { token in
            let scalars = Array(token.unicodeScalars)
            if token == "D" { return .digit }
            if token == "_" { return .range(" "..." ") }
            return .range(scalars[0]...scalars[scalars.count - 1])
        }
    }

    private static func patterns(_ patterns: String...) -> Taking { .patterns(patterns.map(units)) }

    private static let known: [Unicode.Scalar: Taking] = [
        "Y": patterns("D D D D"), "G": patterns("D D D D"), "y": patterns("D D"),
        "m": patterns("1 0-2", "0 1-9", "1-9"),
        "d": patterns("3 0-1", "1-2 D", "0 1-9", "1-9", "_ 1-9"),
        "j": patterns(
            "3 6 0-6", "3 0-5 D", "1-2 D D", "0 1-9 D", "0 0 1-9", "1-9 D", "0 1-9", "1-9"),
        "H": patterns("2 0-3", "0-1 D", "D"),
        "I": patterns("1 0-2", "0 1-9", "1-9"),
        "M": patterns("0-5 D", "D"),
        "S": patterns("6 0-1", "0-5 D", "D"),
        "f": .patterns((1...6).reversed().map { [Unit](repeating: .range("0"..."9"), count: $0) }),
        "U": patterns("5 0-3", "0-4 D", "D"), "W": patterns("5 0-3", "0-4 D", "D"),
        "V": patterns("5 0-3", "0 1-9", "1-4 D", "D"),
        "w": patterns("0-6"), "u": patterns("1-7"),
        "A": .words(DateFormat.days.map { $0.lowercased() }),
        "a": .words(DateFormat.days.map { $0.prefix(3).lowercased() }),
        "B": .words(DateFormat.months.map { $0.lowercased() }),
        "b": .words(DateFormat.months.map { $0.prefix(3).lowercased() }),
        "p": .words(["am", "pm"]), "Z": .words(["utc", "gmt"]), "z": .zone,
    ]
}
