/// Methods of `date`, inherited by `datetime`.
enum DateMethods {
    static let table = Methods.table(
        [
            method("isoformat") { date, arguments, machine in
                try arguments.require(0...0, "date.isoformat")
                return .str(date.date.text)
            },
            method("strftime") { date, arguments, machine in
                let matched = try arguments.matched(["format"], required: 1, "strftime")
                return .str(
                    try DateFormat.text(
                        of: date.moment, DateFields.text(matched[0], argument: 1, of: "strftime"), machine))
            },
            method("weekday") { date, arguments, machine in .int(date.date.weekday) },
            method("isoweekday") { date, arguments, machine in .int(date.date.weekday + 1) },
            method("toordinal") { date, arguments, machine in .int(date.date.ordinal) },
            method("isocalendar") { date, arguments, machine in
                let week = date.date.isoWeek
                return try machine.newTuple([.int(week.year), .int(week.week), .int(week.weekday)])
            },
            method("replace") { date, arguments, machine in
                let matched = try arguments.matched(["year", "month", "day"], "replace")
                let now = date.date
                let parts = try DateFields.numbers(matched, [now.year, now.month, now.day])
                return .other(DateObject(try CivilDate(parts[0], parts[1], parts[2])))
            },
            method("ctime") { date, arguments, machine in
                .str(try DateFormat.text(of: date.moment, "%a %b %e %H:%M:%S %Y", machine))
            },
        ])

    private static func method(
        _ name: String, _ body: @escaping @Sendable (DateObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name) { receiver, arguments, machine in
            guard let date = receiver.other as? DateObject else { throw Raise.attribute(name, of: receiver) }
            return try body(date, arguments, machine)
        }
    }
}

/// Methods that only `datetime` has.
enum DateTimeMethods {
    private static func separator(_ object: Object) throws -> String {
        guard let text = object.text, Texts.length(text) == 1 else {
            throw Raise.typeError("isoformat() argument 1 must be a unicode character, not \(DateFields.named(object))")
        }
        return text
    }

    static let table = Methods.table(
        [
            method("isoformat") { moment, arguments, machine in
                let matched = try arguments.matched(["sep", "timespec"], "isoformat")
                let separator = try matched[0].map(Self.separator) ?? "T"
                let specification =
                    try matched[1].map { try DateFields.text($0, argument: 2, of: "isoformat") } ?? "auto"
                return .str(try moment.text(separator: separator, specification))
            },
            method("date") { moment, arguments, machine in .other(DateObject(moment.date)) },
            method("time") { moment, arguments, machine in .other(TimeObject(moment.time, nil)) },
            method("timetz") { moment, arguments, machine in .other(TimeObject(moment.time, moment.zone)) },
            method("timestamp") { moment, arguments, machine in
                .float(try Ratio.divide(moment.microseconds, 1_000_000))
            },
            method("utcoffset") { moment, arguments, machine in
                try moment.zone.map { .other(try TimeDeltaObject($0.offset)) } ?? Object.none
            },
            method("dst") { moment, arguments, machine in .none },
            method("tzname") { moment, arguments, machine in moment.zone.map { .str($0.label) } ?? Object.none },
            method("astimezone") { moment, arguments, machine in
                let matched = try arguments.matched(["tz"], "astimezone")
                let zone = try matched[0].flatMap { try DateFields.zone($0) } ?? TimeZoneObject.utc()
                return .other(try DateTimeObject.at(moment.microseconds, zone))
            },
            method("replace") { moment, arguments, machine in
                let names = ["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"]
                let matched = try arguments.matched(names, "replace")
                let (date, time) = (moment.date, moment.time)
                let parts = try DateFields.numbers(
                    Array(matched[..<7]),
                    [date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond])
                let zone = try matched[7].map { try DateFields.zone($0) } ?? moment.zone
                return .other(
                    DateTimeObject(
                        try CivilDate(parts[0], parts[1], parts[2]),
                        try CivilTime(parts[3], parts[4], parts[5], parts[6]), zone))
            },
        ])

    private static func method(
        _ name: String, _ body: @escaping @Sendable (DateTimeObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name) { receiver, arguments, machine in
            guard let moment = receiver.other as? DateTimeObject else { throw Raise.attribute(name, of: receiver) }
            return try body(moment, arguments, machine)
        }
    }
}
