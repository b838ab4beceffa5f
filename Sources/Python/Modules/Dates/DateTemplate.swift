/// The format of `strptime`, read as CPython reads it: the whole of it before any text.
struct DateTemplate {
    enum Piece {
        case literal(Unicode.Scalar)
        /// At least one.
        case spaces
        case field(DateField)
    }

    private(set) var pieces: [Piece] = []

    init(_ format: String) throws {
        try read(format, of: format)
        try refuseRepetition(format)
    }

    private mutating func read(_ part: String, of format: String) throws {
        var scalars = part.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if Texts.isSpace(scalar) {
                while let next = scalars.first, Texts.isSpace(next) { scalars.removeFirst() }
                pieces.append(.spaces)
            } else if scalar != "%" {
                pieces.append(.literal(scalar))
            } else if let directive = scalars.popFirst() {
                try add(directive, of: format)
            } else {
                throw Raise.valueError("stray % in format '\(format)'")
            }
        }
    }

    private mutating func add(_ directive: Unicode.Scalar, of format: String) throws {
        switch directive {
        case "%": pieces.append(.literal("%"))
        case "c": try read("%a %b %d %H:%M:%S %Y", of: format)
        case "x": try read("%m/%d/%y", of: format)
        case "X": try read("%H:%M:%S", of: format)
        default:
            if let field = DateField(directive) { return pieces.append(.field(field)) }
            // What CPython escapes first is not the directive any more.
            let isEscaped = Texts.isSpace(directive) || "\\.^$*+?(){}[]|".unicodeScalars.contains(directive)
            throw Raise.valueError("'\(isEscaped ? "%" : directive)' is a bad directive in format '\(format)'")
        }
    }

    private func refuseRepetition(_ format: String) throws {
        var seen: Set<Unicode.Scalar> = []
        for case .field(let field) in pieces where !seen.insert(field.directive).inserted {
            throw Raise.valueError("%\(field.directive) is there twice in format '\(format)'")
        }
    }
}
