import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Simulation
@testable import Values

@Suite("ISO 8601")
struct ISOTests {
    /// 2026-01-01T00:00:00Z.
    let start = Timestamp(microseconds: 1_767_225_600_000_000)

    private func seconds(_ text: String) -> Double? {
        ISODuration(text)?.length(from: start).map {
            Double($0.components.seconds) + Double($0.components.attoseconds) / 1e18
        }
    }

    static let durationTexts: [(String, Double)] = [
        ("PT10S", 10.0), ("PT0S", 0), ("P1D", 86_400), ("P2W", 1_209_600), ("PT36H", 129_600),
        ("PT1M", 60), ("PT0.5M", 30), ("PT1,5S", 1.5), ("p1dt1h", 90_000), ("1D", 86_400),
        ("P1M", 2_678_400), ("P2M", 5_097_600), ("P0.5M", 1_339_200), ("P1Y", 31_536_000),
        ("P3Y", 94_694_400), ("P1Y2M3DT4H5M6S", 36_907_506),
    ]

    @Test("Durations", arguments: durationTexts)
    func durations(text: String, expected: Double) {
        #expect(seconds(text) == expected)
    }

    @Test(
        "What is no duration",
        arguments: [
            "", "P", "PT", "P1S", "PT1D", "P1W2D", "P1M1Y", "P1.5DT1H", "P-1D", "PT1.5.5S", "PT1", "P1DT",
            "PT١S", "soon", "P1D ", "P99999999999999999999D", "P9999Y", "PT9999999999999999S",
        ])
    func noDurations(text: String) {
        let end = ISODuration(text)?.length(from: start).map { start + $0 }
        #expect(end == nil || end.map { $0 > .latest } == true)
    }

    @Test("Months up to a moment are those before it")
    func monthsBefore() throws {
        let march = try #require(Timestamp(iso: "2024-03-31"))
        let length = try #require(ISODuration("P2M")?.length(until: march))
        #expect(length == .seconds(60 * 86_400))
    }

    @Test("Repeating intervals")
    func cycles() throws {
        let plain = try #require(ISOCycle("R3/PT10S", now: start))
        #expect(plain == ISOCycle("r3/pt10s", now: start))
        #expect(plain.repetitions == 3)
        #expect(plain.first == start + .seconds(10))
        let endless = try #require(ISOCycle("R/2026-01-01T00:01:00Z/PT1H", now: start))
        #expect(endless.repetitions == nil)
        #expect(endless.first == start + .seconds(60))
        #expect(endless.interval == .seconds(3600))
        let ending = try #require(ISOCycle("R2/PT1H/2026-01-01T02:00:00Z", now: start))
        #expect(ending.first == start + .seconds(3600))
        #expect(ISOCycle("R--2026-01-01T00:01:00+00:00--PT1H", now: start) == endless)
        for text in [
            "", "R", "R3", "R3-PT10S", "3/PT10S", "R-1/PT10S", "Rx/PT10S", "R3/PT10S/PT10S/PT10S", "R3/2026-01-01",
            "R1/x/y",
        ] {
            #expect(ISOCycle(text, now: start) == nil, "\(text)")
        }
    }

    @Test("No number of a duration, a cycle or a date is too big to be refused or understood")
    func extremes() {
        let numbers = [
            "0", "1", "9999", "119987", "9223372036854", "9223372036855", "999999999999999", "9999999999999999",
        ]
        let fractions = ["", ".9", ",999999", ".000000999999999999999999"]
        let moments = [
            start, Timestamp.latest, .distantPast, .distantFuture, Timestamp(microseconds: -62_135_596_800_000_000),
        ]
        for number in numbers {
            for fraction in fractions {
                for (prefix, unit) in [
                    ("P", "Y"), ("P", "M"), ("P", "W"), ("P", "D"), ("PT", "H"), ("PT", "M"), ("PT", "S"),
                    ("P9998Y11M30DT23H59M", "S"),
                ] {
                    let text = "\(prefix)\(number)\(fraction)\(unit)"
                    for moment in moments {
                        let length = ISODuration(text)?.length(from: moment)
                        #expect(length.map { $0 >= .zero } ?? true, "\(text)")
                        _ = ISODuration(text)?.length(until: moment)
                        for cycle in ["R\(number)/\(text)", "R/\(text)", "R\(number)9999/\(text)/9999-12-31T23:59:59Z"]
                        {
                            #expect(ISOCycle(cycle, now: moment).map { $0.first <= .latest } ?? true, "\(cycle)")
                        }
                    }
                }
            }
        }
    }
}
