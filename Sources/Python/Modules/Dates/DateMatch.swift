/// Finds the fields of a template in a text: what the first choice leads to nowhere with is tried another way, as in a
/// regular expression. Each field is there once, so that it is never deep.
struct DateMatch {
    private let text: [Unicode.Scalar]
    private let pieces: [DateTemplate.Piece]
    private let machine: Machine
    private(set) var found: [(field: DateField, text: ArraySlice<Unicode.Scalar>)] = []
    /// Where the match ends; nil where there is none.
    private(set) var end: Int?

    init(_ text: [Unicode.Scalar], _ template: DateTemplate, _ machine: Machine) throws {
        self.text = text
        self.machine = machine
        pieces = template.pieces
        end = try match(from: 0, at: 0)
    }

    private mutating func match(from first: Int, at start: Int) throws -> Int? {
        var position = start
        for index in first..<pieces.count {
            switch pieces[index] {
            case .literal(let scalar):
                guard position < text.count, DateField.folded(text[position]) == DateField.folded(scalar) else {
                    return nil
                }
                position += 1
            case .spaces:
                let begin = position
                while position < text.count, Texts.isSpace(text[position]) { position += 1 }
                if position == begin { return nil }
                // A day may begin with one of them; nothing else begins with a space.
                guard position - begin > 1, text[position - 1] == " ", case .field(let next)? = piece(index + 1),
                    next.directive == "d"
                else { continue }
                return try match(from: index + 1, at: position) ?? match(from: index + 1, at: position - 1)
            case .field(let field):
                try machine.charge(steps: 16 + (index - first) / 16)
                return try match(field, index, at: position)
            }
        }
        try machine.charge(steps: (pieces.count - first) / 16)
        return position
    }

    private mutating func match(_ field: DateField, _ index: Int, at position: Int) throws -> Int? {
        for end in field.ends(in: text, from: position) {
            found.append((field, text[position..<end]))
            if let whole = try match(from: index + 1, at: end) { return whole }
            found.removeLast()
        }
        return nil
    }

    private func piece(_ index: Int) -> DateTemplate.Piece? { index < pieces.count ? pieces[index] : nil }
}
