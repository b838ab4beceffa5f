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
        let bytes = Array(text.utf8)
        var lines: [String] = []
        var (start, position) = (0, 0)
        while position < bytes.count {
            let length = lineEnd(bytes, position)
            if length == 0 {
                position += 1
                continue
            }
            lines.append(Texts.text(bytes[start..<(keepsEnds ? position + length : position)]))
            position += length
            start = position
        }
        if start < bytes.count { lines.append(Texts.text(bytes[start...])) }
        return lines
    }

    /// How many bytes here end a line.
    private static func lineEnd(_ bytes: [UInt8], _ position: Int) -> Int {
        func isNext(_ first: UInt8, _ second: UInt8? = nil) -> Bool {
            guard position + 1 < bytes.count, bytes[position + 1] == first else { return false }
            guard let second else { return true }
            return position + 2 < bytes.count && bytes[position + 2] == second
        }
        return switch bytes[position] {
        case 0x0D: isNext(0x0A) ? 2 : 1
        case 0x0A...0x0C, 0x1C...0x1E: 1
        // U+0085, U+2028 and U+2029.
        case 0xC2: isNext(0x85) ? 2 : 0
        case 0xE2: isNext(0x80, 0xA8) || isNext(0x80, 0xA9) ? 3 : 0
        default: 0
        }
    }
}
