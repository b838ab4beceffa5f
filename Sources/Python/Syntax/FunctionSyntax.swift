/// A `def` or `lambda`.
struct FunctionSyntax: Sendable {
    struct Parameter: Sendable {
        let name: String
        let fallback: ExpressionSyntax?
    }

    enum Body: Sendable {
        case expression(ExpressionSyntax)
        case block([StatementSyntax])
    }

    struct Parameters: Sendable {
        var positional: [Parameter] = []
        /// How many of the positional ones stand before `/`.
        var positionalOnly = 0
        var star: String?
        var keywordOnly: [Parameter] = []
        var doubleStar: String?

        /// Every name, in the order of their slots.
        var names: [String] {
            positional.map(\.name) + keywordOnly.map(\.name) + [star, doubleStar].compactMap(\.self)
        }
    }

    let name: String
    let parameters: Parameters
    let body: Body
    let bindings: Bindings
}

/// Which names a function (or the fragment itself) binds, gathered while it is parsed.
struct Bindings: Sendable {
    /// In order of appearance, without duplicates.
    private(set) var names: [String] = []
    private var known: TextSet = []
    var globals: TextSet = []
    var nonlocals: TextSet = []

    mutating func bind(_ name: String) {
        if known.insert(name).inserted { names.append(name) }
    }

    func contains(_ name: String) -> Bool { known.contains(name) }
}
