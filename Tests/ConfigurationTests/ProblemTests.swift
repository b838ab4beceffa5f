import Testing

@testable import Configuration

@Suite struct ProblemTests {
    @Test("An unknown key is named with its place and what was meant")
    func unknownKeys() throws {
        let found = try problems(
            of: """
                broker:
                  url: amqp://127.0.0.1
                  prefech: 5
                procesess: [ "*.bpmn" ]
                processes: [ "*.bpmn" ]
                inbound:
                  - queue: q
                    unmatched: { hld: 1h, completely-different: 1 }
                    Bindings: []
                """)
        #expect(
            found == [
                "bridge.yaml:3:3: unknown key \"prefech\"; did you mean \"prefetch\"?",
                "bridge.yaml:4:1: unknown key \"procesess\"; did you mean \"processes\"?",
                "bridge.yaml:8:18: unknown key \"hld\"; did you mean \"hold\"?",
                "bridge.yaml:8:27: unknown key \"completely-different\"",
                "bridge.yaml:9:5: unknown key \"Bindings\"; did you mean \"bindings\"?",
            ])
    }

    @Test("All problems are said at once, in the order of the file")
    func allAtOnce() throws {
        let found = try problems(
            of: """
                broker: { url: "http://x", prefetch: many, heartbeat: 0s, password_file: nowhere }
                store: { path: 5, dedupe_window: 1, keep_completed: -1h }
                processes: [ "*.nothing", absent.bpmn, . ]
                dialect: camunda
                inbound:
                  - { type: quorun }
                  - { queue: "", unmatched: { hold: soon, then: forget } }
                  - text
                outbound:
                  - { exchange: x, match: { event: mesage }, content_type: xml, deliver: outwards, headers: { x-event: name } }
                  - { exchange: "", bind: [ q ] }
                """)
        let expected = [
            "1:16: a broker's URL begins with amqp:// or amqps://", "1:38: must be a whole number from 1 to 65535",
            "1:55: must be a duration from 1s to 10m",
            "1:74: the password file nowhere cannot be read: No such file or directory",
            "2:16: YAML reads this as a number; write it in quotes: \"5\"", "2:34: must be a duration with a unit: 1s",
            "2:53: must be a duration such as 500ms, 10s, 1h30m or 7d", "3:14: no file matches *.nothing",
            "3:27: the model absent.bpmn cannot be read: No such file or directory",
            "3:40: the model . cannot be read: it is a folder; write ./*.bpmn",
            "4:10: must be one of spiff, bpmn, not \"camunda\"", "6:5: \"queue\" is missing",
            "6:13: must be one of quorum, classic, not \"quorun\"; did you mean \"quorum\"?", "7:14: must not be empty",
            "7:37: must be a duration such as 500ms, 10s, 1h30m or 7d",
            "7:49: must be one of park, discard, dead, not \"forget\"",
            "8:5: must be a mapping, not text or a number",
            "10:36: matches no kind of event (message, signal, error, escalation, task); did you mean \"message\"?",
            "10:60: must be one of application/json, text/plain, not \"xml\"",
            "10:74: must be one of outward, inward, both, not \"outwards\"; did you mean \"outward\"?",
            "10:95: every publication has the header \"x-event\" already; choose another name",
            "11:27: nothing can be bound to the default exchange",
        ]
        #expect(found == expected.map { "bridge.yaml:" + $0 })
    }

    @Test("What is wrong with the engines is said where it is")
    func engines() throws {
        let wanted = "must be a whole number from 1 to 256"
        for (yaml, problem) in [
            ("engines: { embeded: { threads: 1 } }", "1:12: unknown key \"embeded\"; did you mean \"embedded\"?"),
            ("engines: { embedded: { thread: 1 } }", "1:24: unknown key \"thread\"; did you mean \"threads\"?"),
            ("engines: { embedded: { threads: 0 } }", "1:33: \(wanted)"),
            ("engines: { embedded: { threads: -1 } }", "1:33: \(wanted)"),
            ("engines: { embedded: { threads: 1.5 } }", "1:33: \(wanted)"),
            ("engines: { embedded: { threads: '2' } }", "1:33: \(wanted)"),
            ("engines: { embedded: { threads: 257 } }", "1:33: \(wanted)"),
            ("engines: { embedded: 2 }", "1:22: must be a mapping, not text or a number"),
            ("engines: [ embedded ]", "1:10: must be a mapping, not a list"),
            ("engines: { embedded: { threads: } }", "1:24: \"threads\" has no value; give it one or leave it out"),
        ] {
            let found = try problems(of: yaml + "\n" + minimal)
            #expect(found == ["bridge.yaml:" + problem], "\(yaml)")
        }
    }

    @Test("A route for tasks goes outward only")
    func tasks() throws {
        for deliver in ["inward", "both"] {
            let route = "outbound: [ { exchange: x, match: { event: task }, deliver: \(deliver) } ]"
            #expect(
                try problems(of: minimal + route) == [
                    "bridge.yaml:3:61: tasks are done outside, so their route must be outward, not \(deliver); "
                        + "leave `deliver` out"
                ])
        }
        let outward = "outbound: [ { exchange: x, match: { event: task }, deliver: outward } ]"
        #expect(try read(minimal + outward).outbound.count == 1)
    }

    @Test("A route that discards publishes nothing, and says so with nothing else")
    func discarding() throws {
        let plain = try read(minimal + "outbound: [ { match: { event: signal }, discard: true } ]").outbound
        #expect(plain.map(\.route.discards) == [true])
        #expect(plain.map(\.exchange) == [nil])
        let kept = try read(minimal + "outbound: [ { exchange: x, discard: false } ]").outbound
        #expect(kept.map(\.route.discards) == [false])
        #expect(
            try problems(of: minimal + "outbound: [ { exchange: x, deliver: both, discard: true } ]") == [
                "bridge.yaml:3:25: a route with `discard: true` publishes nothing; leave \"exchange\" out",
                "bridge.yaml:3:37: a route with `discard: true` publishes nothing; leave \"deliver\" out",
            ])
        #expect(
            try problems(of: minimal + "outbound: [ { match: { event: task }, discard: true } ]") == [
                "bridge.yaml:3:22: a task without a route just waits; there is nothing to discard"
            ])
        #expect(
            try problems(of: minimal + "outbound: [ { discard: yes }, { discard: false } ]") == [
                "bridge.yaml:3:13: \"exchange\" is missing",
                "bridge.yaml:3:24: must be true or false, not \"yes\"",
                "bridge.yaml:3:31: \"exchange\" is missing",
            ])
    }

    @Test("What is missing is said where it should stand")
    func missing() throws {
        #expect(
            try problems(of: "{}") == [
                "bridge.yaml:1:1: \"broker\" is missing", "bridge.yaml:1:1: \"processes\" is missing",
            ])
        #expect(
            try problems(of: minimal + "broker2: 1\ninbound:\n") == [
                "bridge.yaml:3:1: unknown key \"broker2\"; did you mean \"broker\"?",
                "bridge.yaml:4:1: \"inbound\" has no value; give it one or leave it out",
            ])
        #expect(
            try problems(of: "processes: []\nbroker: { url: [] }") == [
                "bridge.yaml:1:12: must name at least one model", "bridge.yaml:2:16: must name at least one broker",
            ])
    }

    @Test(
        "A word that YAML takes for something else must stand in quotes",
        arguments: ["no", "Yes", "on", "1234", "1.5", "0x1F", "12:30", "1e3", ".inf", "1_000"])
    func pitfalls(word: String) throws {
        let yaml = minimal + "inbound: [ { queue: \(word) } ]"
        let found = try problems(of: yaml)
        #expect(found.count == 1 && found[0].contains("write it in quotes: \"\(word)\""))
        #expect(try read(minimal + "inbound: [ { queue: \"\(word)\" } ]").inbound[0].queue == word)
    }

    @Test(
        "Words that are text to everybody need no quotes",
        arguments: ["1h", "10s", "a.b", "v1.2.3", "-x", "e3", "node", "1a"])
    func plainText(word: String) throws {
        #expect(try read(minimal + "inbound: [ { queue: \(word) } ]").inbound[0].queue == word)
    }

    @Test("What is no single YAML document is refused with its place")
    func yaml() throws {
        let cases: [(String, String)] = [
            ("", "bridge.yaml: the file is empty"), ("# nothing\n", "bridge.yaml: the file is empty"),
            ("a: 1\n---\nb: 2\n", "bridge.yaml:2:1: there is a second document; one file holds one"),
            ("broker: 1\nbroker: 2\n", "bridge.yaml:2:1: \"broker\" stands twice in one mapping"),
            ("- a\n", "bridge.yaml:1:1: must be a mapping, not a list"),
            ("text", "bridge.yaml:1:1: must be a mapping, not text or a number"),
        ]
        for (text, expected) in cases { #expect(try problems(of: text) == [expected]) }
        for text in ["a: [", "a: b: c", "\ta: 1", "a: *nothing", "a: 'x", "a: !!x [", "\"\\xFF\": \0"] {
            let found = try problems(of: text)
            #expect(found.count == 1 && found[0].hasPrefix("bridge.yaml:"), "\(text) \(found)")
        }
        #expect(try problems(of: minimal + "inbound: [ { queue: !secret x } ]").first?.contains("tag !secret") == true)
    }

    @Test("A file that cannot be read, is not UTF-8 or is too large is refused")
    func files() throws {
        let folder = try TemporaryFolder()
        func problems(_ path: String) -> [String] {
            do {
                _ = try BridgeConfiguration.read(path: path)
                return []
            } catch {
                return error.problems.map(\.message)
            }
        }
        #expect(problems(folder.path + "/none.yaml") == ["cannot be read: No such file or directory"])
        #expect(problems(folder.path) == ["cannot be read: it is a folder"])
        #expect(problems(try folder.write("latin.yaml", [0x61, 0x3A, 0xE9])) == ["the file is not UTF-8"])
        let large = [UInt8](repeating: UInt8(ascii: "#"), count: (1 << 20) + 1)
        #expect(problems(try folder.write("large.yaml", large)) == ["cannot be read: it has more than 1048576 bytes"])
    }

    @Test("Deep nesting and aliases of aliases end as problems, soon")
    func hostile() throws {
        let deep = [
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
            String(repeating: "{a: ", count: 50_000),
        ]
        for text in deep { #expect(try problems(of: text).count == 1) }
        let laughs = "a0: &a0 [x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        var found: [String] = []
        let time = try ContinuousClock().measure { found = try problems(of: laughs) }
        #expect(found.count == 1 && found[0].contains("the aliases stand for more than 200000 values"), "\(found)")
        #expect(time < .seconds(10))
    }

    @Test("Routes and queues that contradict each other are named")
    func contradictions() throws {
        let found = try problems(
            of: minimal + """
                inbound:
                  - { queue: a, type: classic, dead: x, when: type, bindings: [ { exchange: workflow, type: direct } ] }
                  - { queue: a, type: quorum, dead: z, bindings: [ { exchange: e, type: direct }, { exchange: e } ] }
                  - { queue: b, dead: b, bindings: [ { exchange: f, type: topik } ] }
                outbound: [ { exchange: workflow } ]
                """)
        #expect(
            found == [
                "bridge.yaml:4:93: the exchange \"workflow\" is topic elsewhere in this file",
                "bridge.yaml:5:23: an earlier route says the queue \"a\" is classic",
                "bridge.yaml:5:37: an earlier route sends the dead letters of \"a\" to \"x\"",
                "bridge.yaml:5:95: the exchange \"e\" is direct elsewhere in this file",
                "bridge.yaml:6:23: dead letters must go to another queue than they came from",
                "bridge.yaml:6:59: must be one of topic, direct, fanout, headers or a plugin's x-…, not \"topik\"; did you mean \"topic\"?",
            ])
    }

    @Test("A route that can get nothing is a warning")
    func unreachable() throws {
        let warnings = try read(minimal + "inbound:\n  - { queue: a }\n  - { queue: a }\n").warnings
        #expect(warnings.map(\.line) == [5])
        #expect(warnings.first?.message.contains("gets nothing") == true)
    }
}
