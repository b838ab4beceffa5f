extension Texts {
    static func split(_ text: String, at separator: String, limit: Int, fromEnd: Bool) -> [String] {
        let (bytes, part) = (Array(text.utf8), Array(separator.utf8))
        if fromEnd {
            // Backwards is forwards in the reverse.
            let pieces = split(bytes.reversed(), at: part.reversed(), limit: limit).map { Texts.text($0.reversed()) }
            return pieces.reversed()
        }
        return split(bytes, at: part, limit: limit).map { Texts.text($0) }
    }

    private static func split(_ bytes: [UInt8], at part: [UInt8], limit: Int) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while pieces.count < limit, let found = find(part, in: bytes, from: start) {
            pieces.append(bytes[start..<found])
            start = found + part.count
        }
        pieces.append(bytes[start...])
        return pieces
    }

    /// Between runs of white space; what is left over after `limit` splits stays whole.
    static func words(of text: String, limit: Int, fromEnd: Bool) -> [String] {
        var rest = text.unicodeScalars[...]
        var words: [String] = []
        while true {
            if fromEnd {
                while let last = rest.last, isSpace(last) { rest.removeLast() }
            } else {
                rest = rest.drop(while: isSpace)
            }
            if rest.isEmpty { break }
            if words.count == limit {
                words.append(String(rest))
                break
            }
            if fromEnd {
                let start = rest.lastIndex(where: isSpace).map { rest.index(after: $0) } ?? rest.startIndex
                words.append(String(rest[start...]))
                rest = rest[..<start]
            } else {
                let end = rest.firstIndex(where: isSpace) ?? rest.endIndex
                words.append(String(rest[..<end]))
                rest = rest[end...]
            }
        }
        return fromEnd ? words.reversed() : words
    }

    static func lines(of text: String, keepsEnds: Bool) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar.value {
            case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029:
                var end = String.UnicodeScalarView([scalar])
                if scalar == "\r", scalars.first == "\n" {
                    end.append("\n")
                    scalars.removeFirst()
                }
                if keepsEnds { line.append(contentsOf: end) }
                lines.append(String(line))
                line = String.UnicodeScalarView()
            default: line.append(scalar)
            }
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }
}
