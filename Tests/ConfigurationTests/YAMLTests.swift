import Messages
import TestKit
import Testing
import Values

@testable import Configuration

/// What the reader of YAML makes of a text, as plain data.
private func read(_ text: String) throws -> Value? { try YAMLText.document(of: text).map(value) }

private func value(_ node: Node) -> Value {
    switch node {
    case .scalar(let scalar): .string(scalar.string)
    case .sequence(let items): .list(items.map(value))
    case .mapping(let pairs):
        .dict(TextTable(pairs.map { ($0.key.scalar?.string ?? "?", value($0.value)) }, uniquingKeysWith: { $1 }))
    }
}

private func problem(_ text: String) -> String? {
    do {
        _ = try read(text)
        return nil
    } catch {
        return "\(error)"
    }
}

@Suite("YAML")
struct YAMLTests {
    @Test("Documents are read with their places, styles, tags and aliases")
    func documents() throws {
        #expect(try read("") == nil && read("# nothing\n") == nil)
        #expect(try read("a: &x [1, {b: c}]\nd: *x\n") == ["a": ["1", ["b": "c"]], "d": ["1", ["b": "c"]]])
        #expect(try read("x: &n 1\ny: &n 2\nz: *n\n") == ["x": "1", "y": "2", "z": "2"])
        let node = try #require(try YAMLText.document(of: "---\nü: 'é'\nt: !!int 3\nl: |\n  a\n"))
        guard case .mapping(let mapping) = node else { throw TestFailure("no mapping") }
        #expect(mapping["ü"]?.mark?.line == 2 && mapping["ü"]?.mark?.column == 4)
        #expect(mapping["ü"]?.scalar?.style == .singleQuoted && mapping["l"]?.scalar?.style == .literal)
        #expect(mapping["t"]?.scalar?.tag == "tag:yaml.org,2002:int" && mapping["ü"]?.scalar?.tag == "")
    }

    @Test("What is no YAML is refused with its place")
    func refused() {
        #expect(problem("a: [1") == "line 2, column 1: not YAML: did not find expected ',' or ']'")
        #expect(problem("a: *b")?.hasPrefix("line 1, column 4: ") == true)
        #expect(problem("a: 1\nb: 2\na: 3\n") == "line 3, column 1: \"a\" stands twice in one mapping")
        #expect(problem("a: 1\n---\nb: 2\n") == "line 2, column 1: there is a second document; one file holds one")
        #expect(problem("\u{0}") != nil)
        #expect(problem(String(repeating: "[", count: 300))?.contains("nested deeper than 256") == true)
    }

    @Test("Keys that only look alike are two")
    func lookalikes() throws {
        for (one, other) in Lookalikes.all {
            let text = "\(JSON.text(of: .string(one))): 1\n\(JSON.text(of: .string(other))): 2\n"
            #expect(try read(text) == .dict([one: "1", other: "2"]))
            #expect(problem(text + "\(JSON.text(of: .string(one))): 3\n")?.contains("stands twice") == true)
            let anchors = try read("- &a 1\n- *a\n")
            #expect(anchors == ["1", "1"])
        }
    }

    @Test("Aliases stand for so much and no more, wherever they stand; without them a text may be long")
    func bombs() throws {
        let base = "a0: &a0 [x]\n"
        let shapes: [(Int) -> String] = [
            { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" },
            { "a\($0): &a\($0) { l: *a\($0 - 1), r: *a\($0 - 1) }\n" },
            { "a\($0): &a\($0) { ? [*a\($0 - 1), *a\($0 - 1)] : 1 }\n" },
            { "? &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n: 1\n" },
        ]
        for shape in shapes {
            #expect(problem(base + (1...10).map(shape).joined()) == nil)
            let found = problem(base + (1...200).map(shape).joined())
            #expect(found?.contains("the aliases stand for more than") == true, "\(found ?? "nothing")")
        }
        let long = "&t " + String(repeating: "x", count: 1_000_000)
        #expect(problem("[\(long)" + String(repeating: ", *t", count: 100) + "]")?.contains("aliases") == true)
        let items = try YAMLText.document(of: "[" + String(repeating: "1, ", count: 300_000) + "2]")?.sequence?.count
        #expect(items == 300_001)
    }
}
