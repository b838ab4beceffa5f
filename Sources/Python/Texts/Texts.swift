/// Operations on text by code point; Swift's own go by grapheme and by canonical equivalence.
enum Texts {
    /// The byte offset of `part` in `text`, from `start` on.
    static func find(_ part: String, in text: String) -> Int? {
        find(Array(part.utf8), in: Array(text.utf8), from: 0)
    }

    static func find(_ part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let first = part.first else { return start <= text.count ? start : nil }
        if part.count > 8 { return SearchedText(part).find(in: text, from: start) }
        var position = start
        let last = text.count - part.count
        while position <= last {
            if text[position] == first, matches(part, text, position) { return position }
            position += 1
        }
        return nil
    }

    static func findLast(_ part: [UInt8], in text: [UInt8], before end: Int) -> Int? {
        if part.count > 8 {
            // Backwards is forwards in the reverse.
            let reversed = Array(text[..<end].reversed())
            return SearchedText(part.reversed()).find(in: reversed, from: 0).map { end - $0 - part.count }
        }
        var position = end - part.count
        while position >= 0 {
            if matches(part, text, position) { return position }
            position -= 1
        }
        return nil
    }

    private static func matches(_ part: [UInt8], _ text: [UInt8], _ position: Int) -> Bool {
        for offset in part.indices where text[position + offset] != part[offset] { return false }
        return true
    }

    static func slice(_ text: String, _ slice: Slice) throws -> String {
        if text.isASCII { return String(decoding: try slice.select(Array(text.utf8)), as: UTF8.self) }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: try slice.select(Array(text.unicodeScalars)))
        return String(result)
    }

    static func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
