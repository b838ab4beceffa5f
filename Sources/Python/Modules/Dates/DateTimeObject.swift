import Messages
import Values

/// `datetime`: a date with a time, and perhaps a zone.
final class DateTimeObject: DateObject {
    let time: CivilTime
    let zone: TimeZoneObject?

    init(_ date: CivilDate, _ time: CivilTime, _ zone: TimeZoneObject?) {
        self.time = time
        self.zone = zone
        super.init(date)
    }

    /// A moment as a clock in `zone` shows it (in UTC for none).
    static func at(_ microseconds: Int128, _ zone: TimeZoneObject?) throws -> DateTimeObject {
        let local = microseconds + Int128(zone?.offset ?? 0)
        let days = try Ratio.floor(local, Int128(CivilTime.day))
        guard let ordinal = Int(exactly: days + epoch) else { throw Raise.overflow("date value out of range") }
        let rest = Int(local - days * Int128(CivilTime.day))
        return DateTimeObject(try CivilDate(ordinal: ordinal), CivilTime(microseconds: rest), zone)
    }

    /// The ordinal of 1970-01-01.
    private static let epoch: Int128 = 719_163

    /// Microseconds since 1970 on the clock itself, whatever its zone.
    private var localMicroseconds: Int128 {
        (Int128(date.ordinal) - Self.epoch) * Int128(CivilTime.day) + Int128(time.microseconds)
    }

    /// Microseconds since 1970 in UTC; what has no zone counts as UTC.
    var microseconds: Int128 { localMicroseconds - Int128(zone?.offset ?? 0) }

    override var type: PythonType { .dateTime }

    override var moment: FormattedMoment { FormattedMoment(date: date, time: time, zone: zone) }

    func text(separator: String, _ specification: String = "auto") throws -> String {
        "\(date.text)\(separator)\(try time.text(specification))\(zone?.offsetText ?? "")"
    }

    override func text(_ machine: Machine) throws -> String { try text(separator: " ") }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        var parts = [date.year, date.month, date.day, time.hour, time.minute].map(String.init)
        if time.second != 0 || time.microsecond != 0 { parts.append(String(time.second)) }
        if time.microsecond != 0 { parts.append(String(time.microsecond)) }
        if let zone { parts.append("tzinfo=\(try zone.representation(machine, depth: depth))") }
        return "datetime.datetime(\(parts.joined(separator: ", ")))"
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "hour": .int(time.hour)
        case "minute": .int(time.minute)
        case "second": .int(time.second)
        case "microsecond": .int(time.microsecond)
        case "fold": .int(0)
        case "tzinfo": zone.map { .other($0) } ?? Object.none
        default:
            try DateTimeMethods.table[name].map { .other(try BoundMethod(.other(self), $0)) }
                ?? super.attribute(name, machine)
        }
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? { .string(try text(separator: "T")) }

    override func moved(by length: Int128) throws -> Object {
        // The clock moves; the zone is fixed, so the moment moves as far.
        .other(try Self.at(microseconds + length, zone))
    }

    override func distance(from other: DateObject) throws -> Int128? {
        guard let other = other as? DateTimeObject else { return nil }
        guard (zone == nil) == (other.zone == nil) else {
            throw Raise.typeError("can't subtract offset-naive and offset-aware datetimes")
        }
        return microseconds - other.microseconds
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        guard let other = other as? DateTimeObject, (zone == nil) == (other.zone == nil) else { return false }
        return microseconds == other.microseconds
    }

    override func hash(into hasher: inout Hasher) { hasher.combine(microseconds) }

    override func compare(_ other: Object, _ machine: Machine) throws -> Int? {
        guard let other = other.other as? DateObject else { return nil }
        guard let other = other as? DateTimeObject else {
            throw Raise.typeError("can't compare datetime.datetime to datetime.date")
        }
        guard (zone == nil) == (other.zone == nil) else {
            throw Raise.typeError("can't compare offset-naive and offset-aware datetimes")
        }
        return microseconds < other.microseconds ? -1 : microseconds == other.microseconds ? 0 : 1
    }
}
