/// A moment in UTC, microseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// Adding saturates: a deadline beyond the end of time is the end of time.
    package static func + (left: Self, right: Duration) -> Self {
        let (seconds, attoseconds) = right.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, beyond) = left.microseconds.addingReportingOverflow(whole)
        if overflow || beyond { return seconds < 0 ? .distantPast : .distantFuture }
        let (exact, past) = sum.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return past ? (seconds < 0 ? .distantPast : .distantFuture) : Timestamp(microseconds: exact)
    }

    package static func - (left: Self, right: Duration) -> Self { left + (.zero - right) }

    /// The time from `right` to `left`.
    package static func - (left: Self, right: Self) -> Duration {
        let (gap, overflow) = left.microseconds.subtractingReportingOverflow(right.microseconds)
        return overflow ? .microseconds(left > right ? Int64.max : Int64.min) : .microseconds(gap)
    }

    package static let distantPast = Timestamp(microseconds: .min)
    package static let distantFuture = Timestamp(microseconds: .max)
}
