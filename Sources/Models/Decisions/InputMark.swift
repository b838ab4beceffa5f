/// The `?` of an input cell, which stands for the input.
enum InputMark {
    /// The cell with a variable's name in the place of each `?` outside of texts and comments; nil where there is none.
    static func replaced(in cell: String, by variable: String) -> String? {
        var scan = Scan(rest: Substring(cell).unicodeScalars)
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

    /// Cuts a cell into texts, comments and single code points.
    private struct Scan {
        var rest: Substring.UnicodeScalarView

        mutating func next() -> String? {
            guard let first = rest.first else { return nil }
            switch first {
            case "#": return take(rest.firstIndex { "\n\r".unicodeScalars.contains($0) } ?? rest.endIndex)
            case "'", "\"": return take(endOfText(quote: first))
            default: return take(rest.index(after: rest.startIndex))
            }
        }

        private mutating func take(_ end: String.Index) -> String {
            defer { rest = rest[end...] }
            return String(rest[..<end])
        }

        /// A backslash takes the next code point with it, in raw texts too.
        private func endOfText(quote: Unicode.Scalar) -> String.Index {
            let count = rest.starts(with: repeatElement(quote, count: 3)) ? 3 : 1
            let mark = repeatElement(quote, count: count)
            var position = rest.index(rest.startIndex, offsetBy: count)
            while position < rest.endIndex {
                if rest[position...].starts(with: mark) { return rest.index(position, offsetBy: count) }
                if rest[position] == "\\" { position = rest.index(after: position) }
                if position < rest.endIndex { position = rest.index(after: position) }
            }
            return rest.endIndex
        }
    }
}
