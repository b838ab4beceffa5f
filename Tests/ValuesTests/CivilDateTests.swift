import Testing

@testable import Values

@Suite("ISO 8601's moments, and the calendar")
struct CivilDateTests {
    /// 2026-01-01T00:00:00Z.
    private let start = Timestamp(microseconds: 1_767_225_600_000_000)

    static let momentTexts: [(String, Double)] = [
        ("2026-01-01", 0.0), ("20260101", 0), ("2026-01-01T00:00:10Z", 10), ("2026-01-01 00:00:10", 10),
        ("20260101T000010Z", 10), ("2026-01-01T01:00:10+01:00", 10), ("2025-12-31T19:00:10-0500", 10),
        ("2026-01-01T00:00:10.25Z", 10.25), ("2026-01-01T00:00:10,250000Z", 10.25), ("2026-01-01T01Z", 3600),
        ("2026-01-01t01:02z", 3720), ("2026-W01-4T00:00:10Z", 10), ("2026W014", 0), ("2026-W53-7", 31_708_800),
        ("2026-01-01T00:00:00.1234567Z", 0.123456), ("1969-12-31T23:59:59Z", -1_767_225_601),
    ]

    @Test("Moments", arguments: momentTexts)
    func moments(text: String, expected: Double) {
        let found = Timestamp(iso: text).map { Double(($0.microseconds - start.microseconds)) / 1e6 }
        #expect(found == expected)
    }

    @Test(
        "What is no moment",
        arguments: [
            "", "tomorrow", "2026", "2026-13-01", "2026-02-29", "2026-00-01", "2026-01-32", "2026-01-01T24:00:00Z",
            "2026-01-01T00:60Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-W54-1", "2025-W53-1",
            "2026-W01-8",
            "2026-0101", "202601-01", "0000-01-01", "2026-01-01T", "2026-01-01T0", "2026-01-01T00:00:00+", "P1D",
            "2026-01-01T00:00:00Zx",
        ])
    func noMoments(text: String) {
        #expect(Timestamp(iso: text) == nil)
    }

    @Test("Every day of 800 years is the one after the day before")
    func calendar() throws {
        var day = try #require(CivilDate(year: 1600, month: 1, day: 1))
        while day.year < 2400 {
            let next = CivilDate(days: day.days + 1)
            #expect(next.days == day.days + 1)
            let isSame = next.year == day.year && next.month == day.month && next.day == day.day + 1
            let isNewMonth = next.day == 1 && day.day == CivilDate.length(ofMonth: day.month, in: day.year)
            if !isSame, !isNewMonth { Issue.record("\(day) is followed by \(next)") }
            #expect(next.weekday == (day.weekday + 1) % 7)
            #expect(next.dayOfYear == (next.month == 1 && next.day == 1 ? 1 : day.dayOfYear + 1))
            #expect(day < next)
            day = next
        }
    }
}
