/// Days as Python's module has them: with its words for what is none, and counted from 0001-01-01, which is day 1.
extension CivilDate {
    /// 1970-01-01.
    private static let epoch = 719_163

    init(_ year: Int, _ month: Int, _ day: Int) throws {
        guard (1...9999).contains(year) else { throw Raise.valueError("year \(year) is out of range") }
        guard (1...12).contains(month) else { throw Raise.valueError("month must be in 1..12") }
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw Raise.valueError("day is out of range for month")
        }
        self = date
    }

    init(ordinal: Int) throws {
        guard (1...3_652_059).contains(ordinal) else { throw Raise.overflow("date value out of range") }
        self.init(days: ordinal - Self.epoch)
    }

    var ordinal: Int { days + Self.epoch }

    /// ISO 8601 year, week and weekday (Monday is 1).
    var isoWeek: (year: Int, week: Int, weekday: Int) {
        let thursday = ordinal - weekday + 3
        // The year of a week is that of its Thursday, which may lie outside the calendar.
        guard let date = try? CivilDate(ordinal: thursday) else { return (10000, 1, weekday + 1) }
        return (date.year, (date.dayOfYear - 1) / 7 + 1, weekday + 1)
    }

    var text: String { "\(Padding.digits(year, 4))-\(Padding.digits(month, 2))-\(Padding.digits(day, 2))" }
}
