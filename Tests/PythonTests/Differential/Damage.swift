/// Small random damage to a source text.
enum Damage {
    static func applied(to source: String, _ random: inout SeededGenerator) -> String {
        var pieces = pieces(of: source)
        for _ in 0..<1 + random.below(2) where !pieces.isEmpty {
            let index = random.below(pieces.count)
            switch random.below(5) {
            case 0: pieces.remove(at: index)
            case 1: pieces.insert(pieces[random.below(pieces.count)], at: index)
            case 2: pieces.swapAt(index, random.below(pieces.count))
            case 3:
                pieces[index] = random.pick([
                    "(", ")", "[", "]", "{", "}", ":", ",", "=", "+", "*", "not", "in", "if", "else", "for", " ", "\n",
                    "'",
                    "lambda", "and", "==", "**", ".", ";", "#", "0", "x", "def", "return", "break", ":=", "\\", "is",
                ])
            default: pieces[index] += pieces[random.below(pieces.count)]
            }
        }
        return pieces.joined()
    }

    /// Words, and everything else character by character.
    private static func pieces(of source: String) -> [String] {
        var pieces: [String] = []
        for character in source {
            let isWord = character.isLetter || character.isNumber || character == "_"
            if isWord, let last = pieces.last?.last, last.isLetter || last.isNumber || last == "_" {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }
}
