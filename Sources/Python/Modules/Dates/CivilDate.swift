/// A day of the Gregorian calendar, extended to the years 1 to 9999.
struct CivilDate: Hashable, Comparable, Sendable {
    let year: Int
    let month: Int
    let day: Int

    init(_ year: Int, _ month: Int, _ day: Int) throws {
        guard (1...9999).contains(year) else { throw Raise.valueError("year \(year) is out of range") }
        guard (1...12).contains(month) else { throw Raise.valueError("month must be in 1..12") }
        guard day >= 1, day <= Self.days(in: month, of: year) else {
            throw Raise.valueError("day is out of range for month")
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Day 1 is 0001-01-01.
    init(ordinal: Int) throws {
        guard (1...3_652_059).contains(ordinal) else { throw Raise.overflow("date value out of range") }
        // Years that begin in March put the leap day at their end.
        let shifted = ordinal + 305
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var ordinal: Int {
        let past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400 + dayOfYear
    }

    /// From 1 on.
    var dayOfYear: Int {
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        return before + (month > 2 && Self.isLeap(year) ? 1 : 0) + day
    }

    /// Monday is 0.
    var weekday: Int { (ordinal + 6) % 7 }

    /// ISO 8601 year, week and weekday (Monday is 1).
    var isoWeek: (year: Int, week: Int, weekday: Int) {
        let thursday = ordinal - weekday + 3
        // The year of a week is that of its Thursday, which may lie outside the calendar.
        guard let date = try? CivilDate(ordinal: thursday) else { return (10000, 1, weekday + 1) }
        return (date.year, (date.dayOfYear - 1) / 7 + 1, weekday + 1)
    }

    var text: String { "\(Padding.digits(year, 4))-\(Padding.digits(month, 2))-\(Padding.digits(day, 2))" }

    static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func days(in month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

enum Padding {
    /// Digits with zeros before them.
    static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
