/// A day of the Gregorian calendar, reckoned without a time zone.
package struct CivilDate: Sendable, Hashable, Comparable {
    package private(set) var year: Int
    /// 1 to 12.
    package private(set) var month: Int
    /// 1 to the length of the month.
    package private(set) var day: Int

    /// nil where there is no such day in the years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, 1...Self.length(ofMonth: month, in: year) ~= day else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that is `days` after 1970-01-01.
    package init(days: Int) {
        // Years counted from March, so that the leap day is a year's last (H. Hinnant's reckoning).
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    package var days: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of an ISO 8601 week; Monday is 1.
    package init?(year: Int, week: Int, weekday: Int) {
        guard 1...9999 ~= year, 1...53 ~= week, 1...7 ~= weekday else { return nil }
        guard let january4 = CivilDate(year: year, month: 1, day: 4) else { return nil }
        // The 4th of January is in week 1.
        let date = CivilDate(days: january4.days - january4.weekday + (week - 1) * 7 + weekday - 1)
        let thursday = CivilDate(days: date.days + 4 - weekday)
        guard thursday.year == year, 1...9999 ~= date.year else { return nil }
        self = date
    }

    /// Monday is 0.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        ((days + 3) % 7 + 7) % 7
    }

    /// From 1 on.
    package var dayOfYear: Int {
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        return before + (month > 2 && Self.isLeap(year) ? 1 : 0) + day
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Timestamp {
    /// The day it is in UTC.
    package var date: CivilDate {
        let day: Int64 = 86_400_000_000
        let whole = microseconds / day
        return CivilDate(days: Int(microseconds % day < 0 ? whole - 1 : whole))
    }

    /// The end of the year 9999: what lies beyond is no time that ISO 8601 can write.
    package static let latest = Timestamp(microseconds: 253_402_300_799_999_999)
}
