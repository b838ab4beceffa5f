import Values

/// `timedelta`: a length of time in microseconds.
final class TimeDeltaObject: Reference {
    /// More than 64 bits can hold: Python allows 999,999,999 days.
    let microseconds: Int128

    init(_ microseconds: Int128) throws {
        guard Self.days(microseconds).magnitude <= 999_999_999 else {
            throw Raise.overflow("days=\(Self.days(microseconds)); must have magnitude <= 999999999")
        }
        self.microseconds = microseconds
        super.init()
    }

    convenience init(_ microseconds: Int) throws { try self.init(Int128(microseconds)) }

    private static func days(_ microseconds: Int128) -> Int128 {
        let day = Int128(CivilTime.day)
        let quotient = microseconds / day
        return microseconds % day < 0 ? quotient - 1 : quotient
    }

    override var type: PythonType { .timeDelta }

    var days: Int { Int(Self.days(microseconds)) }

    /// What is left beside the days; never negative.
    private var time: CivilTime {
        CivilTime(microseconds: Int(microseconds - Int128(days) * Int128(CivilTime.day)))
    }

    override func isTrue(_ machine: Machine) throws -> Bool { microseconds != 0 }

    override func text(_ machine: Machine) throws -> String { label }

    var label: String {
        let clock = "\(time.hour):\(Padding.digits(time.minute, 2)):\(Padding.digits(time.second, 2))"
        let fraction = time.microsecond == 0 ? "" : "." + Padding.digits(time.microsecond, 6)
        let plural = days.magnitude == 1 ? "" : "s"
        return days == 0 ? clock + fraction : "\(days) day\(plural), \(clock)\(fraction)"
    }

    override func representation(_ machine: Machine, depth: Int) throws -> String { shown }

    /// `datetime.timedelta(days=1)`
    var shown: String {
        let seconds = time.microseconds / 1_000_000
        let parts = [("days", days), ("seconds", seconds), ("microseconds", time.microsecond)]
            .filter { $0.1 != 0 }.map { "\($0.0)=\($0.1)" }
        return "datetime.timedelta(\(parts.isEmpty ? "0" : parts.joined(separator: ", ")))"
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "days": .int(days)
        case "seconds": .int(time.microseconds / 1_000_000)
        case "microseconds": .int(time.microsecond)
        case "__abs__": .other(try TimeDeltaObject(microseconds < 0 ? -microseconds : microseconds))
        default: try Self.methods[name].map { .other(try BoundMethod(.other(self), $0)) }
        }
    }

    static let methods = Methods.table([
        Method("total_seconds") { receiver, arguments, machine in
            try arguments.require(0...0, "timedelta.total_seconds")
            guard let delta = receiver.other as? TimeDeltaObject else { return .none }
            return .float(try Ratio.divide(delta.microseconds, 1_000_000))
        }
    ])

    override func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? {
        switch operation {
        case .minus: .other(try TimeDeltaObject(-microseconds))
        case .plus: .other(self)
        default: nil
        }
    }

    override func binary(
        _ operation: BinaryOperator, _ other: Object, reversed: Bool, _ machine: Machine
    ) throws -> Object? {
        if let delta = other.other as? TimeDeltaObject {
            return try Self.combine(
                operation, reversed ? delta.microseconds : microseconds, reversed ? microseconds : delta.microseconds)
        }
        if let number = other.wholeNumber {
            switch operation {
            case .multiply:
                // 67 bits by 64 fit the range check only if the product is small; it cannot wrap 128.
                let (product, overflow) = microseconds.multipliedReportingOverflow(by: Int128(number))
                if overflow { throw Raise.overflow("days out of range") }
                return .other(try TimeDeltaObject(product))
            case .divide where !reversed:
                return .other(try TimeDeltaObject(Ratio.rounded(microseconds, Int128(number))))
            case .floorDivide where !reversed:
                return .other(try TimeDeltaObject(Ratio.floor(microseconds, Int128(number))))
            default: return nil
            }
        }
        if case .float(let number) = other {
            switch operation {
            case .multiply: return .other(try TimeDeltaObject(Ratio.multiplied(microseconds, number)))
            case .divide where !reversed:
                if number == 0 { throw Raise.zeroDivision("float division by zero") }
                return .other(try TimeDeltaObject(Ratio.divided(microseconds, number)))
            default: return nil
            }
        }
        return nil
    }

    private static func combine(_ operation: BinaryOperator, _ left: Int128, _ right: Int128) throws -> Object? {
        switch operation {
        case .add: return .other(try TimeDeltaObject(left + right))
        case .subtract: return .other(try TimeDeltaObject(left - right))
        case .divide: return .float(try Ratio.divide(left, right))
        case .floorDivide:
            guard let quotient = Int(exactly: try Ratio.floor(left, right)) else { throw Raise.overflow() }
            return .int(quotient)
        case .modulo:
            if right == 0 { throw Raise.zeroDivision("integer modulo by zero") }
            return .other(try TimeDeltaObject(left - Ratio.floor(left, right) * right))
        default: return nil
        }
    }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        other.other.map { equalsAsKey($0) }
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        (other as? TimeDeltaObject)?.microseconds == microseconds
    }

    override func hash(into hasher: inout Hasher) { hasher.combine(microseconds) }

    override func compare(_ other: Object, _ machine: Machine) throws -> Int? {
        guard let delta = other.other as? TimeDeltaObject else { return nil }
        return microseconds < delta.microseconds ? -1 : microseconds == delta.microseconds ? 0 : 1
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? { .string(label) }
}
