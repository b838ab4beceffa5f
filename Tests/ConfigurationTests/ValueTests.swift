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

    @Test("A broker's URL has the shape amqp[s]://[user[:password]@]host[:port][/vhost]")
    func urls() {
        for url in [
            "amqp://h", "amqps://h/", "AMQP://u@h:5672/v", "amqp://u:p@h/%2F", "amqp://u:p%40q@[::1]:1/v",
            "amqp://[fe80::1]", "amqp://a.b.c:65535",
        ] {
            #expect(BrokerURL.problem(with: url) == nil, "\(url)")
        }
        for url in [
            "", "h", "http://h", "amqp:/h", "amqp://", "amqp:///v", "amqp://u@", "amqp://h:", "amqp://h:0",
            "amqp://h:65536", "amqp://h:5x",
            "amqp://h/a/b", "amqp://h?x=1", "amqp://h#x", "amqp://h h", "amqp://[::1", "amqp://[::1]x", "amqp://hé",
            "amqp://h:+1",
        ] {
            #expect(BrokerURL.problem(with: url) != nil, "\(url)")
        }
        #expect(BrokerURL.hasPassword("amqp://u:p@h") && !BrokerURL.hasPassword("amqp://u@h:5672/a:b@c"))
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
