/// `timezone`: a fixed distance from UTC.
final class TimeZoneObject: Reference {
    /// East of Greenwich is positive.
    let offset: Int
    private let name: String?

    init(offset: Int, name: String? = nil) throws {
        guard offset.magnitude < CivilTime.day else {
            throw Raise.valueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                    + "not \(try TimeDeltaObject(offset).shown).")
        }
        self.offset = offset
        self.name = name
        super.init()
    }

    private init() {
        offset = 0
        name = nil
        super.init()
    }

    static func utc() -> TimeZoneObject { TimeZoneObject() }

    override var type: PythonType { .timeZone }

    /// `+02:00`
    var offsetText: String { Self.text(of: offset, separator: ":") }

    static func text(of offset: Int, separator: String) -> String {
        let rest = Int(offset.magnitude)
        let time = CivilTime(microseconds: rest)
        var text = (offset < 0 ? "-" : "+") + Padding.digits(time.hour, 2) + separator + Padding.digits(time.minute, 2)
        if time.second != 0 || time.microsecond != 0 { text += separator + Padding.digits(time.second, 2) }
        if time.microsecond != 0 { text += "." + Padding.digits(time.microsecond, 6) }
        return text
    }

    var label: String { name ?? (offset == 0 ? "UTC" : "UTC" + offsetText) }

    override func text(_ machine: Machine) throws -> String { label }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        if offset == 0, name == nil { return "datetime.timezone.utc" }
        let delta = try TimeDeltaObject(offset).representation(machine, depth: depth)
        return "datetime.timezone(\(delta)\(name.map { ", " + Texts.quoted($0) } ?? ""))"
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "utc": .other(TimeZoneObject.utc())
        default: try Self.methods[name].map { .other(try BoundMethod(.other(self), $0)) }
        }
    }

    static let methods = Methods.table([
        method("utcoffset") { zone in .other(try TimeDeltaObject(zone.offset)) },
        method("tzname") { zone in .str(zone.label) },
    ])

    private static func method(
        _ name: String, _ body: @escaping @Sendable (TimeZoneObject) throws -> Object
    ) -> Method {
        Method(name) { receiver, arguments, machine in
            guard let zone = receiver.other as? TimeZoneObject else { throw Raise.attribute(name, of: receiver) }
            return try body(zone)
        }
    }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        other.other.map { equalsAsKey($0) }
    }

    override func equalsAsKey(_ other: Reference) -> Bool { (other as? TimeZoneObject)?.offset == offset }

    override func hash(into hasher: inout Hasher) { hasher.combine(offset) }
}
