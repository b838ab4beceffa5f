/// Makes text that others wrote safe to show, in a log and on a terminal: it stays on its line, steers nothing, does not
/// reorder what stands beside it, and is not endless. Everything that is shown goes through here.
package enum Visible {
    /// The text on one line: control characters, line and paragraph separators, marks of direction and what else is
    /// invisible become escapes such as `\n` and `\u{1b}`. What is longer than `limit` code points is cut, and says so.
    package static func line(_ text: String, limit: Int = .max) -> String {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
        var shown = ""
        var room = limit
        for (place, scalar) in zip(text.unicodeScalars.indices, text.unicodeScalars) {
            if room == 0 { return shown + rest(text.unicodeScalars[place...].count) }
            room -= 1
            if isSafe(scalar) { shown.unicodeScalars.append(scalar) } else { shown += escape(scalar) }
        }
        return shown
    }

    /// The beginning of a longer text, saying that it was cut. Nothing else is changed.
    package static func cut(_ text: String, limit: Int) -> String {
        guard text.utf8.count > limit,
            let end = text.unicodeScalars.index(
                text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex
        else { return text }
        return String(text[..<end]) + rest(text.unicodeScalars[end...].count)
    }

    /// JSON text with the same characters as JSON's own escapes: it means what it meant.
    package static func json(_ text: String) -> String {
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            guard !isSafe(scalar) else {
                shown.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 { shown += "\\u" + Padding.digits(Int(unit), 4, radix: 16) }
        }
        return shown
    }

    /// The value of a field of a log line. One that could be taken for another field is put between
    /// quotes, with a backslash before each quote and backslash in it.
    package static func field(_ text: String, limit: Int) -> String {
        let shown = line(text, limit: limit)
        guard shown.utf8.contains(UInt8(ascii: "=")) || shown.hasPrefix("\"") else { return shown }
        // A backslash before a quote must not take the one that is put there.
        var quoted = "\""
        for scalar in shown.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private static func rest(_ count: Int) -> String { "… (\(count) more characters)" }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(Padding.digits(Int(scalar.value), 2, radix: 16))}"
        }
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x61B: true
        case 0...0x9F: false
        // Soft hyphen, marks of direction, separators, invisible spaces and signs, tags, what is no character.
        case 0xAD, 0x61C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xFFFE...0xFFFF, 0xE0000...0xE007F:
            false
        default: true
        }
    }
}
