import Messages
import Values

/// `time`: a time of day, perhaps in a zone.
final class TimeObject: Reference {
    let time: CivilTime
    let zone: TimeZoneObject?

    init(_ time: CivilTime, _ zone: TimeZoneObject?) {
        self.time = time
        self.zone = zone
        super.init()
    }

    override var type: PythonType { .time }

    func text(_ specification: String) throws -> String { try time.text(specification) + (zone?.offsetText ?? "") }

    override func text(_ machine: Machine) throws -> String { try text("auto") }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        var parts = [time.hour, time.minute].map(String.init)
        if time.second != 0 || time.microsecond != 0 { parts.append(String(time.second)) }
        if time.microsecond != 0 { parts.append(String(time.microsecond)) }
        if let zone { parts.append("tzinfo=\(try zone.representation(machine, depth: depth))") }
        return "datetime.time(\(parts.joined(separator: ", ")))"
    }

    /// `strftime` shows 1900-01-01 where a directive asks for the date.
    private var moment: FormattedMoment {
        get throws { FormattedMoment(date: try CivilDate(1900, 1, 1), time: time, zone: zone) }
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "hour": .int(time.hour)
        case "minute": .int(time.minute)
        case "second": .int(time.second)
        case "microsecond": .int(time.microsecond)
        case "tzinfo": zone.map { .other($0) } ?? Object.none
        default: try Self.methods[name].map { .other(try BoundMethod(.other(self), $0)) }
        }
    }

    static let methods = Methods.table(
        [
            method("isoformat") { time, arguments, machine in
                let matched = try arguments.matched(["timespec"], "isoformat")
                return .str(
                    try time.text(
                        matched[0].map { try DateFields.text($0, argument: 1, of: "isoformat") } ?? "auto"))
            },
            method("strftime") { time, arguments, machine in
                let format = try DateFields.text(arguments.one("strftime"), argument: 1, of: "strftime")
                return .str(try DateFormat.text(of: time.moment, format, machine))
            },
            method("replace") { time, arguments, machine in
                let names = ["hour", "minute", "second", "microsecond", "tzinfo"]
                let matched = try arguments.matched(names, "replace")
                let now = time.time
                let parts = try DateFields.numbers(
                    Array(matched[..<4]), [now.hour, now.minute, now.second, now.microsecond])
                return .other(
                    TimeObject(
                        try CivilTime(parts[0], parts[1], parts[2], parts[3]),
                        try matched[4].map { try DateFields.zone($0) } ?? time.zone))
            },
            method("utcoffset") { time, arguments, machine in
                try time.zone.map { .other(try TimeDeltaObject($0.offset)) } ?? Object.none
            },
        ])

    private static func method(
        _ name: String, _ body: @escaping @Sendable (TimeObject, Arguments, Machine) throws -> Object
    ) -> Method {
        Method(name) { receiver, arguments, machine in
            guard let time = receiver.other as? TimeObject else { throw Raise.attribute(name, of: receiver) }
            return try body(time, arguments, machine)
        }
    }

    override func formatted(_ specification: String, _ machine: Machine) throws -> String {
        specification.isEmpty ? try text(machine) : try DateFormat.text(of: moment, specification, machine)
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? { .string(try text("auto")) }

    private var utcMicroseconds: Int { time.microseconds - (zone?.offset ?? 0) }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        other.other.map { equalsAsKey($0) }
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        guard let other = other as? TimeObject, (zone == nil) == (other.zone == nil) else { return false }
        return utcMicroseconds == other.utcMicroseconds
    }

    override func hash(into hasher: inout Hasher) { hasher.combine(utcMicroseconds) }

    override func compare(_ other: Object, _ machine: Machine) throws -> Int? {
        guard let other = other.other as? TimeObject else { return nil }
        guard (zone == nil) == (other.zone == nil) else {
            throw Raise.typeError("can't compare offset-naive and offset-aware times")
        }
        return utcMicroseconds < other.utcMicroseconds ? -1 : utcMicroseconds == other.utcMicroseconds ? 0 : 1
    }
}
