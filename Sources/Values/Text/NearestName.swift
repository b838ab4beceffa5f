/// Finds what a misspelt name may have meant.
package enum NearestName {
    /// Among more names than these none is looked for: a hint is not worth it.
    private static let most = 2_000
    private static let longest = 64

    /// The known name that differs least from `name`; nil where none is near.
    package static func of(_ name: String, among known: some Collection<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longest, known.count <= most else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().utf8)
            let shorter = min(wanted.count, letters.count)
            let limit = shorter < 2 ? 0 : max(1, shorter / 3)
            guard letters.count <= longest, abs(letters.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, letters)
            guard distance <= limit else { continue }
            if let best, (best.distance, best.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// What to add to a complaint about `name`: the known name that it may have meant, between these marks.
    package static func hint(
        for name: String, among known: some Collection<String>, between marks: String = "`"
    ) -> String {
        of(name, among: known).map { "; did you mean \(marks)\($0)\(marks)?" } ?? ""
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var next = [line + 1]
            for (column, candidate) in other.enumerated() {
                var cost = min(row[column] + (letter == candidate ? 0 : 1), row[column + 1] + 1, next[column] + 1)
                if line > 0, column > 0, letter == other[column - 1], one[line - 1] == candidate {
                    cost = min(cost, before[column - 1] + 1)
                }
                next.append(cost)
            }
            (before, row) = (row, next)
        }
        return row[other.count]
    }
}
