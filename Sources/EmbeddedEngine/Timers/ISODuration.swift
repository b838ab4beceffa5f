import Messages
import Values

/// An ISO 8601 duration as written; how long it is depends on the months it covers.
struct ISODuration: Hashable {
    /// Millionths of a month, a day, … so that the fraction that the last part may have is exact.
    var months = 0
    var microseconds = 0

    private static let million = 1_000_000

    /// The designators in their order, with what one of each is worth in months or in seconds.
    private static let date: [(Character, months: Int, seconds: Int)] = [
        ("Y", 12, 0), ("M", 1, 0), ("W", 0, 604_800), ("D", 0, 86_400),
    ]
    private static let time: [(Character, months: Int, seconds: Int)] = [("H", 0, 3600), ("M", 0, 60), ("S", 0, 1)]

    /// nil where the text is no duration. The leading `P` may be missing, as SpiffWorkflow has it.
    init?(_ text: String) {
        var scanner = ISOScanner(text)
        _ = scanner.skip("P")
        var parts: [Character] = []
        guard read(Self.date, from: &scanner, &parts) else { return nil }
        if parts.contains("W"), parts.count > 1 { return nil }
        if scanner.skip("T") {
            let before = parts.count
            guard read(Self.time, from: &scanner, &parts), parts.count > before else { return nil }
        }
        guard !parts.isEmpty, scanner.isAtEnd else { return nil }
    }

    private mutating func read(
        _ designators: [(Character, months: Int, seconds: Int)], from scanner: inout ISOScanner,
        _ parts: inout [Character]
    ) -> Bool {
        var rest = designators[...]
        while let next = scanner.next, next.isNumber {
            guard let whole = scanner.number() else { return false }
            let hasFraction = scanner.skip(".", ",")
            guard let fraction = hasFraction ? scanner.millionths() : 0, let designator = scanner.next,
                let found = rest.firstIndex(where: { $0.0 == designator }), scanner.skip(designator)
            else { return false }
            // Only the last part may have a fraction.
            guard !hasFraction || scanner.isAtEnd else { return false }
            guard add(whole, fraction, worth: rest[found].months, rest[found].seconds) else { return false }
            rest = rest[(found + 1)...]
            parts.append(designator)
        }
        return true
    }

    private mutating func add(_ whole: Int, _ millionths: Int, worth months: Int, _ seconds: Int) -> Bool {
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: Self.million)
        let (number, beyond) = scaled.addingReportingOverflow(millionths)
        guard !overflow, !beyond else { return false }
        let (moreMonths, monthsOverflow) = number.multipliedReportingOverflow(by: months)
        let (moreTime, timeOverflow) = number.multipliedReportingOverflow(by: seconds)
        let (sumOfMonths, monthsTooMany) = self.months.addingReportingOverflow(moreMonths)
        let (sum, tooLong) = microseconds.addingReportingOverflow(moreTime)
        guard !monthsOverflow, !timeOverflow, !monthsTooMany, !tooLong else { return false }
        (self.months, microseconds) = (sumOfMonths, sum)
        return true
    }

    /// How long it is from a moment on: its months are those that begin with the moment's own.
    /// - Returns: nil where it leads beyond the year 9999.
    func length(from start: Timestamp) -> Duration? {
        length(
            whole: { CivilDate.length(ofMonth: ($0.month - 1 + $1) % 12 + 1, in: $0.year + ($0.month - 1 + $1) / 12) },
            date: start.date)
    }

    /// How long it is up to a moment: its months are those before the moment's own.
    func length(until end: Timestamp) -> Duration? {
        length(
            whole: { date, index in
                let month = date.year * 12 + date.month - 2 - index
                return CivilDate.length(ofMonth: month % 12 + 1, in: month / 12)
            }, date: end.date)
    }

    private func length(whole lengthOfMonth: (CivilDate, Int) -> Int, date: CivilDate) -> Duration? {
        guard months < 9999 * 12 * Self.million, microseconds <= Timestamp.latest.microseconds else { return nil }
        let count = months / Self.million
        var days = 0
        for index in 0..<count { days += lengthOfMonth(date, index) }
        let rest = months % Self.million * lengthOfMonth(date, count) * 86_400
        return .microseconds(days * 86_400 * Self.million + rest + microseconds)
    }
}
