import Values

/// `date`, and what `datetime` inherits of it.
class DateObject: Reference {
    final let date: CivilDate

    init(_ date: CivilDate) {
        self.date = date
        super.init()
    }

    override var type: PythonType { .date }

    /// What the format directives look at.
    var moment: FormattedMoment { FormattedMoment(date: date, time: CivilTime(microseconds: 0), zone: nil) }

    override func text(_ machine: Machine) throws -> String { date.text }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        "datetime.date(\(date.year), \(date.month), \(date.day))"
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "year": .int(date.year)
        case "month": .int(date.month)
        case "day": .int(date.day)
        default: try DateMethods.table[name].map { .other(try BoundMethod(.other(self), $0)) }
        }
    }

    override func formatted(_ specification: String, _ machine: Machine) throws -> String {
        specification.isEmpty ? try text(machine) : try DateFormat.text(of: moment, specification, machine)
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? { .string(date.text) }

    /// The same, `length` later.
    func moved(by length: Int128) throws -> Object {
        let days = length / Int128(CivilTime.day) - (length % Int128(CivilTime.day) < 0 ? 1 : 0)
        guard let ordinal = Int(exactly: Int128(date.ordinal) + days) else {
            throw Raise.overflow("date value out of range")
        }
        return .other(DateObject(try CivilDate(ordinal: ordinal)))
    }

    /// Microseconds from `other` to this; nil: they cannot be subtracted.
    func distance(from other: DateObject) throws -> Int128? {
        if other is DateTimeObject { return nil }
        return Int128(date.ordinal - other.date.ordinal) * Int128(CivilTime.day)
    }

    override func binary(
        _ operation: BinaryOperator, _ other: Object, reversed: Bool, _ machine: Machine
    ) throws -> Object? {
        if let delta = other.other as? TimeDeltaObject {
            switch operation {
            case .add: return try moved(by: delta.microseconds)
            case .subtract where !reversed: return try moved(by: -delta.microseconds)
            default: return nil
            }
        }
        guard operation == .subtract, !reversed, let date = other.other as? DateObject,
            let distance = try distance(from: date)
        else { return nil }
        return .other(try TimeDeltaObject(distance))
    }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        other.other.map { equalsAsKey($0) }
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        guard let other = other as? DateObject, !(other is DateTimeObject) else { return false }
        return date == other.date
    }

    override func hash(into hasher: inout Hasher) { hasher.combine(date) }

    override func compare(_ other: Object, _ machine: Machine) throws -> Int? {
        guard let other = other.other as? DateObject, !(other is DateTimeObject) else { return nil }
        return date < other.date ? -1 : date == other.date ? 0 : 1
    }
}
