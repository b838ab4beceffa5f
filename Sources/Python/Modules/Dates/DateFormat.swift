/// What the directives of a date format show.
struct FormattedMoment {
    let date: CivilDate
    let time: CivilTime
    let zone: TimeZoneObject?
}

/// `strftime`, in English. A zero byte ends the format, as it does for C.
enum DateFormat {
    static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    static func text(of moment: FormattedMoment, _ format: String, _ machine: Machine) throws -> String {
        var result = ""
        var scalars = format.unicodeScalars.prefix { $0.value != 0 }
        while let scalar = scalars.popFirst() {
            try machine.charge(steps: Cost.dateField)
            guard scalar == "%", let directive = scalars.popFirst() else {
                try machine.append(String(scalar), to: &result)
                continue
            }
            try machine.append(field(directive, moment), to: &result)
        }
        return result
    }

    private static func field(_ directive: Unicode.Scalar, _ moment: FormattedMoment) throws -> String {
        if let text = dateField(directive, moment.date) { return text }
        if let text = timeField(directive, moment) { return text }
        func combined(_ format: String) throws -> String {
            var result = ""
            var isDirective = false
            for scalar in format.unicodeScalars {
                if isDirective {
                    result += try field(scalar, moment)
                    isDirective = false
                } else if scalar == "%" {
                    isDirective = true
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
            return result
        }
        switch directive {
        case "c": return try combined("%a %b %e %H:%M:%S %Y")
        case "x", "D": return try combined("%m/%d/%y")
        case "X", "T": return try combined("%H:%M:%S")
        case "F": return try combined("%Y-%m-%d")
        case "R": return try combined("%H:%M")
        case "r": return try combined("%I:%M:%S %p")
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return "%\(directive)"
        }
    }

    private static func dateField(_ directive: Unicode.Scalar, _ date: CivilDate) -> String? {
        switch directive {
        case "Y": String(date.year)
        case "C": Padding.digits(date.year / 100, 2)
        case "y": Padding.digits(date.year % 100, 2)
        case "m": Padding.digits(date.month, 2)
        case "d": Padding.digits(date.day, 2)
        case "e": date.day < 10 ? " \(date.day)" : String(date.day)
        case "j": Padding.digits(date.dayOfYear, 3)
        case "a": String(days[date.weekday].prefix(3))
        case "A": days[date.weekday]
        case "b", "h": String(months[date.month - 1].prefix(3))
        case "B": months[date.month - 1]
        case "u": String(date.weekday + 1)
        case "w": String((date.weekday + 1) % 7)
        case "U": Padding.digits((date.dayOfYear + 6 - (date.weekday + 1) % 7) / 7, 2)
        case "W": Padding.digits((date.dayOfYear + 6 - date.weekday) / 7, 2)
        case "V": Padding.digits(date.isoWeek.week, 2)
        case "G": String(date.isoWeek.year)
        case "g": Padding.digits(date.isoWeek.year % 100, 2)
        default: nil
        }
    }

    private static func timeField(_ directive: Unicode.Scalar, _ moment: FormattedMoment) -> String? {
        let time = moment.time
        switch directive {
        case "H": return Padding.digits(time.hour, 2)
        case "I": return Padding.digits((time.hour + 11) % 12 + 1, 2)
        case "M": return Padding.digits(time.minute, 2)
        case "S": return Padding.digits(time.second, 2)
        case "f": return Padding.digits(time.microsecond, 6)
        case "p": return time.hour < 12 ? "AM" : "PM"
        case "z": return moment.zone.map { TimeZoneObject.text(of: $0.offset, separator: "") } ?? ""
        case "Z": return moment.zone?.label ?? ""
        case "s":
            let object = DateTimeObject(moment.date, time, moment.zone)
            return String(object.microseconds / 1_000_000)
        default: return nil
        }
    }
}
