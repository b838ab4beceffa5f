/// What is asked of the classes themselves: `datetime.now()`, `date.today()`, `datetime.min`.
enum DateClassMethods {
    static func functions(of type: PythonType) -> TextMap<BuiltinFunction>? {
        if type === PythonType.dateTime { return dateTime }
        if type === PythonType.date { return date }
        return type === PythonType.time ? time : nil
    }

    static func attribute(_ name: String, of type: PythonType) throws -> Object? {
        switch (type.shortName, name) {
        case ("timezone", "utc"): return .other(TimeZoneObject.utc())
        case ("timedelta", "max"): return .other(try TimeDeltaObject(86_400_000_000 * 1_000_000_000 - 1 as Int128))
        case ("timedelta", "min"): return .other(try TimeDeltaObject(-86_400_000_000 * 999_999_999 as Int128))
        case ("timedelta", "resolution"): return .other(try TimeDeltaObject(1))
        case ("date", "min"): return .other(DateObject(try CivilDate(1, 1, 1)))
        case ("date", "max"): return .other(DateObject(try CivilDate(9999, 12, 31)))
        case ("datetime", "min"):
            return .other(DateTimeObject(try CivilDate(1, 1, 1), CivilTime(microseconds: 0), nil))
        case ("datetime", "max"):
            return .other(
                DateTimeObject(try CivilDate(9999, 12, 31), CivilTime(microseconds: CivilTime.day - 1), nil))
        default: return nil
        }
    }

    private static func now(_ machine: Machine) throws -> Int128 {
        try machine.charge(steps: Cost.date)
        return Int128(machine.host.now().microseconds)
    }

    private static let dateTime = ClassFunctions.table([
        BuiltinFunction("now", .asksClock) { arguments, machine in
            let matched = try arguments.matched(["tz"], "now")
            return .other(try DateTimeObject.at(now(machine), try matched[0].flatMap { try DateFields.zone($0) }))
        },
        BuiltinFunction("utcnow", .asksClock) { arguments, machine in .other(try DateTimeObject.at(now(machine), nil))
        },
        BuiltinFunction("today", .asksClock) { arguments, machine in .other(try DateTimeObject.at(now(machine), nil)) },
        BuiltinFunction("fromisoformat") { arguments, machine in
            try machine.charge(steps: Cost.date)
            return .other(try ISOText.dateTime(DateFields.text(arguments.one("fromisoformat"), "fromisoformat")))
        },
        BuiltinFunction("fromtimestamp") { arguments, machine in
            let matched = try arguments.matched(["timestamp", "tz"], required: 1, "fromtimestamp")
            let zone = try matched[1].flatMap { try DateFields.zone($0) }
            return .other(try DateTimeObject.at(microseconds(matched[0] ?? .none), zone))
        },
        BuiltinFunction("utcfromtimestamp") { arguments, machine in
            .other(try DateTimeObject.at(microseconds(arguments.one("utcfromtimestamp")), nil))
        },
        BuiltinFunction("strptime") { arguments, machine in
            try arguments.require(2...2, "strptime")
            return .other(
                try DateParsing.moment(
                    DateFields.text(arguments.positional[0], argument: 1, of: "strptime"),
                    DateFields.text(arguments.positional[1], argument: 2, of: "strptime"), machine))
        },
        BuiltinFunction("combine") { arguments, machine in
            let matched = try arguments.matched(["date", "time", "tzinfo"], required: 2, "combine")
            guard let date = matched[0]?.other as? DateObject else {
                throw Raise.typeError("combine() argument 1 must be datetime.date, not \(DateFields.named(matched[0]))")
            }
            guard let time = matched[1]?.other as? TimeObject else {
                throw Raise.typeError("combine() argument 2 must be datetime.time, not \(DateFields.named(matched[1]))")
            }
            let zone = try matched[2].map { try DateFields.zone($0) } ?? time.zone
            return .other(DateTimeObject(date.date, time.time, zone))
        },
        BuiltinFunction("fromordinal") { arguments, machine in
            let ordinal = try MathModule.integer(arguments.one("fromordinal"))
            return .other(DateTimeObject(try CivilDate(ordinal: ordinal), CivilTime(microseconds: 0), nil))
        },
    ])

    private static let date = ClassFunctions.table([
        BuiltinFunction("today", .asksClock) { arguments, machine in
            .other(DateObject(try DateTimeObject.at(now(machine), nil).date))
        },
        BuiltinFunction("fromisoformat") { arguments, machine in
            try machine.charge(steps: Cost.date)
            return .other(
                DateObject(try ISOText.date(DateFields.text(arguments.one("fromisoformat"), "fromisoformat"))))
        },
        BuiltinFunction("fromordinal") { arguments, machine in
            .other(DateObject(try CivilDate(ordinal: try MathModule.integer(arguments.one("fromordinal")))))
        },
        BuiltinFunction("fromtimestamp") { arguments, machine in
            .other(DateObject(try DateTimeObject.at(microseconds(arguments.one("fromtimestamp")), nil).date))
        },
    ])

    private static let time = ClassFunctions.table([
        BuiltinFunction("fromisoformat") { arguments, machine in
            try machine.charge(steps: Cost.date)
            return .other(try ISOText.time(DateFields.text(arguments.one("fromisoformat"), "fromisoformat")))
        }
    ])

    /// A timestamp in seconds, half microseconds to even.
    private static func microseconds(_ object: Object) throws -> Int128 {
        if let number = object.wholeNumber { return Int128(number) * 1_000_000 }
        guard case .float(let number) = object else {
            throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
        }
        if number.isNaN { throw Raise.valueError("Invalid value NaN (not a number)") }
        guard number.magnitude < 0x1p60 else { throw Raise.overflow("timestamp out of range") }
        let whole = number.rounded(.towardZero)
        return Int128(whole) * 1_000_000 + Int128(((number - whole) * 1e6).rounded(.toNearestOrEven))
    }
}
