/// `datetime.strptime`
struct DateParsing {
    private var year: Int?
    private var isoYear: Int?
    private var month = 1
    private var day = 1
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var microsecond = 0
    private var dayOfYear: Int?
    /// Monday is 0.
    private var weekday: Int?
    private var isoWeek: Int?
    private var week: (number: Int, beginsOnMonday: Bool)?
    private var hourOfHalf: Int?
    private var isAfternoon = false
    private var offset: Int?
    private var zoneName: String?

    static func moment(_ text: String, _ format: String, _ machine: Machine) throws -> DateTimeObject {
        try machine.charge(text: 4 * (text.utf8.count + format.utf8.count))
        let template = try DateTemplate(format)
        let scalars = Array(text.unicodeScalars)
        let match = try DateMatch(scalars, template, machine)
        guard let end = match.end else {
            throw Raise.valueError("time data \(Texts.quoted(text)) does not match format \(Texts.quoted(format))")
        }
        if end < scalars.count {
            throw Raise.valueError("unconverted data remains: \(Self.text(scalars[end...]))")
        }
        var parsing = DateParsing()
        for (field, text) in match.found { try parsing.take(field, text) }
        return try parsing.moment(machine)
    }

    private mutating func take(_ field: DateField, _ text: ArraySlice<Unicode.Scalar>) throws {
        switch field.directive {
        case "Y": year = Self.number(text)
        case "y":
            let short = Self.number(text)
            year = short < 69 ? 2000 + short : 1900 + short
        case "G": isoYear = Self.number(text)
        case "m": month = Self.number(text)
        case "B", "b": month = (field.word(text) ?? 0) + 1
        case "d": day = Self.number(text)
        case "j": dayOfYear = Self.number(text)
        case "H":
            hour = Self.number(text)
            hourOfHalf = nil
        case "I": hourOfHalf = Self.number(text)
        case "p": isAfternoon = field.word(text) == 1
        case "M": minute = Self.number(text)
        case "S": second = Self.number(text)
        case "f": microsecond = Self.fraction(text)
        case "A", "a": weekday = field.word(text)
        case "w": weekday = (Self.number(text) + 6) % 7
        case "u": weekday = Self.number(text) - 1
        case "U", "W": week = (Self.number(text), field.directive == "W")
        case "V": isoWeek = Self.number(text)
        case "z": offset = try Self.offset(text)
        case "Z": zoneName = Self.text(text)
        default: break
        }
    }

    private mutating func moment(_ machine: Machine) throws -> DateTimeObject {
        if let hourOfHalf { hour = hourOfHalf % 12 + (isAfternoon ? 12 : 0) }
        let date = try date()
        let time = try CivilTime(hour, minute, second, microsecond)
        guard let offset else { return DateTimeObject(date, time, nil) }
        if offset == 0, zoneName == nil { return DateTimeObject(date, time, TimeZoneObject.utc()) }
        return DateTimeObject(date, time, try TimeZoneObject(offset: offset, name: zoneName))
    }

    /// What is said twice counts in this order: the day of the year, the week with its day, month and day.
    private func date() throws -> CivilDate {
        try checkWeeks()
        // The 29th of February without a year is looked up in a leap year, and then is not one of 1900.
        let isLeapDay = year == nil && month == 2 && day == 29
        var year = year ?? (isLeapDay ? 1904 : 1900)
        var days = dayOfYear
        if days == nil, let weekday {
            if let week {
                days = try Self.dayOfYear(week.number, weekday, in: year, monday: week.beginsOnMonday)
            } else if let isoYear, let isoWeek {
                let fourth = try CivilDate(isoYear, 1, 4)
                year = isoYear
                days = isoWeek * 7 + weekday + 1 - (fourth.weekday + 4)
            }
        }
        guard let days else { return try CivilDate(isLeapDay ? 1900 : year, month, day) }
        let ordinal = try CivilDate(year, 1, 1).ordinal + days - 1
        if ordinal < 1 { throw Raise.valueError("year 0 is out of range") }
        if ordinal > 3_652_059 { throw Raise.valueError("year 10000 is out of range") }
        let date = try CivilDate(ordinal: ordinal)
        return isLeapDay ? try CivilDate(1900, date.month, date.day) : date
    }

    private func checkWeeks() throws {
        let parts = "a weekday directive ('%A', '%a', '%w', or '%u')."
        if year == nil, isoYear != nil {
            if isoWeek == nil || weekday == nil {
                throw Raise.valueError(
                    "ISO year directive '%G' must be used with the ISO week directive '%V' and \(parts)")
            }
            if dayOfYear != nil {
                throw Raise.valueError(
                    "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
            }
        } else if week == nil, isoWeek != nil {
            throw Raise.valueError(
                weekday == nil
                    ? "ISO week directive '%V' must be used with the ISO year directive '%G' and \(parts)"
                    : "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead."
            )
        }
    }

    /// Below 1 for a day of the year before. Week 0 is what comes before the first whole week.
    private static func dayOfYear(_ week: Int, _ weekday: Int, in year: Int, monday: Bool) throws -> Int {
        let shift = monday ? 0 : 1
        let first = (try CivilDate(year, 1, 1).weekday + shift) % 7
        let day = (weekday + shift) % 7
        return week == 0 ? 1 + day - first : 1 + (7 - first) % 7 + 7 * (week - 1) + day
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func number(_ text: some Sequence<Unicode.Scalar>) -> Int {
        text.reduce(0) { number, scalar in
            number * 10 + (DateField.isDigit(scalar) ? Int(scalar.properties.numericValue ?? 0) : 0)
        }
    }

    private static func fraction(_ text: ArraySlice<Unicode.Scalar>) -> Int {
        (text.count..<6).reduce(number(text)) { number, _ in number * 10 }
    }

    /// In microseconds. Colons stand between all of its parts or none.
    private static func offset(_ text: ArraySlice<Unicode.Scalar>) throws -> Int {
        if text.first == "Z" { return 0 }
        let colons = text.count { $0 == ":" }
        let hasSeconds = text.prefix { $0 != "." }.count - colons > 5
        let isFirst = text.dropFirst(3).first == ":"
        if hasSeconds, colons == 1 {
            throw Raise.valueError(
                isFirst
                    ? "Inconsistent use of : in \(Self.text(text))"
                    : "invalid literal for int() with base 10: '\(Self.text(text.dropFirst(5).prefix(2)))'")
        }
        let parts = text.dropFirst().split(separator: ".")
        let digits = parts[0].filter { $0 != ":" }
        let seconds =
            number(digits.prefix(2)) * 3600 + number(digits.dropFirst(2).prefix(2)) * 60 + number(digits.dropFirst(4))
        let microseconds = seconds * 1_000_000 + (parts.count > 1 ? fraction(parts[1]) : 0)
        return text.first == "-" ? -microseconds : microseconds
    }
}
