/// The `?` of an input cell, which stands for the input.
enum InputMark {
    /// The cell with a variable's name in the place of each `?` outside of texts and comments; nil where there is none.
    static func replaced(in cell: String, by variable: String) -> String? {
        var scan = Scan(rest: Substring(cell))
        var result = ""
        var found = false
        while let piece = scan.next() {
            if piece == "?" {
                result += variable
                found = true
            } else {
                result += piece
            }
        }
        return found ? result : nil
    }

    /// Where a column of the replaced line was in the cell.
    static func column(_ column: Int, of line: Substring, replacing variable: String) -> Int {
        var column = column
        var rest = line.prefix(max(column - 1, 0))
        while let match = rest.firstRange(of: variable) {
            column -= variable.count - 1
            rest = rest[match.upperBound...]
        }
        return column
    }

    /// Cuts a cell into texts, comments and single characters.
    private struct Scan {
        var rest: Substring

        mutating func next() -> Substring? {
            guard let first = rest.first else { return nil }
            switch first {
            case "#": return take(rest.firstIndex(where: \.isNewline) ?? rest.endIndex)
            case "'", "\"": return take(endOfText(quote: first))
            default: return take(rest.index(after: rest.startIndex))
            }
        }

        private mutating func take(_ end: Substring.Index) -> Substring {
            defer { rest = rest[end...] }
            return rest[..<end]
        }

        /// A backslash takes the next character with it, in raw texts too.
        private func endOfText(quote: Character) -> Substring.Index {
            let triple = String(repeating: quote, count: 3)
            let mark = rest.hasPrefix(triple) ? triple : String(quote)
            var position = rest.index(rest.startIndex, offsetBy: mark.count)
            while position < rest.endIndex {
                if rest[position...].hasPrefix(mark) { return rest.index(position, offsetBy: mark.count) }
                if rest[position] == "\\" { position = rest.index(after: position) }
                if position < rest.endIndex { position = rest.index(after: position) }
            }
            return rest.endIndex
        }
    }
}
