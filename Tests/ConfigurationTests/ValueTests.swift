import Testing

@testable import Configuration

@Suite struct ValueTests {
    @Test("A duration is numbers with units")
    func durations() {
        let cases: [(String, Duration)] = [
            ("0s", .zero), ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)),
            ("1h", .seconds(3600)), ("1h30m", .seconds(5400)), ("7d", .seconds(604_800)), ("2w", .seconds(1_209_600)),
        ]
        for (text, duration) in cases { #expect(DurationText.parse(text) == duration, "\(text)") }
        for text in [
            "", "1", "h", "-1h", "1.5h", "1 h", "1H", "1y", "1h ", "١h", "99999999999999999999s",
            "9223372036854775807w", "36526d", "36525d36525d",
        ] {
            #expect(DurationText.parse(text) == nil, "\(text)")
        }
        for text in ["0s", "500ms", "10s", "90m", "1h", "36h", "8d", "2w"] {
            #expect(DurationText.parse(text).map(DurationText.text) == text)
        }
    }

    @Test("Patterns are looked for in the folder as it is named")
    func patterns() throws {
        let folder = try TemporaryFolder()
        try folder.write("a[b]*/x.bpmn", "")
        try folder.write("ab/y.bpmn", "")
        let odd = folder.path + "/a[b]*"
        #expect(FilePattern.matches("*.bpmn", in: odd) == [odd + "/x.bpmn"])
        #expect(FilePattern.matches("a?/*.bpmn", in: folder.path) == [folder.path + "/ab/y.bpmn"])
        #expect(FilePattern.matches("*.none", in: odd).isEmpty)
    }
}
