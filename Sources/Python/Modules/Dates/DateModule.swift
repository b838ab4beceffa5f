/// `datetime`
enum DateModule {
    static let members = Modules.table(
        [],
        [
            "datetime": .type(.dateTime), "date": .type(.date), "time": .type(.time),
            "timedelta": .type(.timeDelta), "timezone": .type(.timeZone), "UTC": .utc,
            "MINYEAR": .int(1), "MAXYEAR": .int(9999),
        ])

    static let makeDate: PythonType.Maker = { arguments, machine in
        let matched = try arguments.matched(["year", "month", "day"], required: 3, "date")
        let parts = try DateFields.numbers(matched, [0, 0, 0])
        return .other(DateObject(try CivilDate(parts[0], parts[1], parts[2])))
    }

    static let makeDateTime: PythonType.Maker = { arguments, machine in
        let names = ["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"]
        let matched = try arguments.matched(names, required: 3, "datetime")
        let parts = try DateFields.numbers(Array(matched[..<7]), [0, 0, 0, 0, 0, 0, 0])
        let zone = try matched[7].flatMap { try DateFields.zone($0) }
        return .other(
            DateTimeObject(
                try CivilDate(parts[0], parts[1], parts[2]), try CivilTime(parts[3], parts[4], parts[5], parts[6]), zone
            ))
    }

    static let makeTime: PythonType.Maker = { arguments, machine in
        let names = ["hour", "minute", "second", "microsecond", "tzinfo", "fold"]
        let matched = try arguments.matched(names, "time")
        let parts = try DateFields.numbers(Array(matched[..<4]), [0, 0, 0, 0])
        let zone = try matched[4].flatMap { try DateFields.zone($0) }
        return .other(TimeObject(try CivilTime(parts[0], parts[1], parts[2], parts[3]), zone))
    }

    static let makeTimeZone: PythonType.Maker = { arguments, machine in
        let matched = try arguments.matched(["offset", "name"], required: 1, "timezone")
        guard let delta = matched[0]?.other as? TimeDeltaObject else {
            throw Raise.typeError(
                "timezone() argument 1 must be datetime.timedelta, not \(DateFields.named(matched[0]))")
        }
        guard let offset = Int(exactly: delta.microseconds) else { throw Raise.valueError("offset out of range") }
        return .other(try TimeZoneObject(offset: offset, name: matched[1]?.text))
    }

    static let makeTimeDelta: PythonType.Maker = { arguments, machine in
        let names = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"]
        let units = [86_400_000_000, 1_000_000, 1, 1000, 60_000_000, 3_600_000_000, 604_800_000_000]
        let matched = try arguments.matched(names, "timedelta")
        try machine.charge(steps: Cost.date)
        var (total, leftover): (Int128, Double) = (0, 0)
        // CPython's order, which tells what it complains about first and how fractions are gathered.
        for index in [2, 3, 1, 4, 5, 0, 6] {
            guard let object = matched[index] else { continue }
            try add(object, names[index], unit: units[index], to: &total, &leftover)
        }
        return .other(try TimeDeltaObject(total + rounded(leftover, total)))
    }

    private static func add(
        _ object: Object, _ name: String, unit: Int, to total: inout Int128, _ leftover: inout Double
    ) throws {
        if let number = object.wholeNumber {
            total += Int128(number) * Int128(unit)
            return
        }
        guard case .float(let number) = object else {
            throw Raise.typeError("unsupported type for timedelta \(name) component: \(object.type.name)")
        }
        if number.isNaN { throw Raise.valueError("cannot convert float NaN to integer") }
        guard number.isFinite, number.magnitude < 0x1p62 else {
            throw Raise.overflow("cannot convert float infinity to integer")
        }
        let whole = number.rounded(.towardZero)
        total += Int128(whole) * Int128(unit)
        // What the fraction gives is whole microseconds first; only the rest of a microsecond is gathered.
        let fraction = (number - whole) * Double(unit)
        let micro = fraction.rounded(.towardZero)
        total += Int128(micro)
        leftover += fraction - micro
    }

    /// Half to even, as seen from the sum it is added to.
    private static func rounded(_ leftover: Double, _ total: Int128) -> Int128 {
        var whole = leftover.rounded(.toNearestOrAwayFromZero)
        if (whole - leftover).magnitude == 0.5 {
            let odd: Double = total % 2 == 0 ? 0 : 1
            whole = 2 * ((leftover + odd) * 0.5).rounded(.toNearestOrAwayFromZero) - odd
        }
        return Int128(whole)
    }
}

extension PythonType {
    static let date = PythonType("date", of: "datetime", make: DateModule.makeDate)
    static let dateTime = PythonType("datetime", of: "datetime", base: date, make: DateModule.makeDateTime)
    static let time = PythonType("time", of: "datetime", make: DateModule.makeTime)
    static let timeDelta = PythonType("timedelta", of: "datetime", make: DateModule.makeTimeDelta)
    static let timeZone = PythonType("timezone", of: "datetime", make: DateModule.makeTimeZone)
}
