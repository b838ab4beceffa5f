/// A time of day.
struct CivilTime: Hashable, Comparable, Sendable {
    static let day: Int = 86_400_000_000

    /// Since midnight.
    let microseconds: Int

    init(_ hour: Int, _ minute: Int, _ second: Int, _ microsecond: Int) throws {
        guard (0..<24).contains(hour) else { throw Raise.valueError("hour must be in 0..23") }
        guard (0..<60).contains(minute) else { throw Raise.valueError("minute must be in 0..59") }
        guard (0..<60).contains(second) else { throw Raise.valueError("second must be in 0..59") }
        guard (0..<1_000_000).contains(microsecond) else {
            throw Raise.valueError("microsecond must be in 0..999999")
        }
        microseconds = ((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond
    }

    /// `microseconds` must be within a day.
    init(microseconds: Int) { self.microseconds = microseconds }

    var hour: Int { microseconds / 3_600_000_000 }
    var minute: Int { microseconds / 60_000_000 % 60 }
    var second: Int { microseconds / 1_000_000 % 60 }
    var microsecond: Int { microseconds % 1_000_000 }

    /// `specification` as `isoformat(timespec=…)` has it.
    func text(_ specification: String = "auto") throws -> String {
        let hours = Padding.digits(hour, 2)
        let minutes = "\(hours):\(Padding.digits(minute, 2))"
        let seconds = "\(minutes):\(Padding.digits(second, 2))"
        switch specification {
        case "auto": return microsecond == 0 ? seconds : "\(seconds).\(Padding.digits(microsecond, 6))"
        case "hours": return hours
        case "minutes": return minutes
        case "seconds": return seconds
        case "milliseconds": return "\(seconds).\(Padding.digits(microsecond / 1000, 3))"
        case "microseconds": return "\(seconds).\(Padding.digits(microsecond, 6))"
        case _ where specification.unicodeScalars.contains("\0"): throw Raise.valueError("embedded null character")
        default: throw Raise.valueError("Unknown timespec value")
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
