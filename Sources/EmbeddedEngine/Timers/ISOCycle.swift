import Messages
import Values

/// A repeating interval: `R3/PT10S`, `R/2026-01-01T00:00:00Z/PT1H`, `R2/PT1H/2026-01-01T00:00:00Z`, or with `--` for `/`.
struct ISOCycle: Hashable {
    /// nil repeats for ever.
    var repetitions: Int?
    var first: Timestamp
    var interval: Duration

    /// - Parameter now: where an interval without a date begins.
    init?(_ text: String, now: Timestamp) {
        let parts = Self.parts(of: text.uppercased())
        guard 2...3 ~= parts.count, parts[0].first == "R" else { return nil }
        let count = parts[0].dropFirst()
        if !count.isEmpty {
            guard let number = Int(count), number >= 0 else { return nil }
            repetitions = number
        }
        if parts.count == 2 {
            guard let length = ISODuration(parts[1])?.length(from: now) else { return nil }
            (first, interval) = (now + length, length)
        } else if let start = Timestamp(iso: parts[1]) {
            guard let length = ISODuration(parts[2])?.length(from: start) else { return nil }
            (first, interval) = (start, length)
        } else {
            guard let end = Timestamp(iso: parts[2]), let length = ISODuration(parts[1])?.length(until: end) else {
                return nil
            }
            (first, interval) = (end + (.zero - length), length)
        }
        guard first <= .latest else { return nil }
    }

    private static func parts(of text: String) -> [String] {
        var (parts, dashes) = ([""], 0)
        for character in text.unicodeScalars {
            dashes = character == "-" ? dashes + 1 : 0
            if dashes == 2 { parts[parts.count - 1].removeLast() }
            if character == "/" || dashes == 2 {
                parts.append("")
                dashes = 0
            } else {
                parts[parts.count - 1].unicodeScalars.append(character)
            }
        }
        return parts
    }
}
