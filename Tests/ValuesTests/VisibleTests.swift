import Foundation
import Testing
import Values

@Suite("What others wrote is safe to show")
struct VisibleTests {
    /// What can forge a line, steer a terminal or reorder what is shown.
    static let hostile: [Unicode.Scalar] =
        (0..<0x20).compactMap { Unicode.Scalar($0) } + (0x7F...0x9F).compactMap { Unicode.Scalar($0) }
        + [
            "\u{AD}", "\u{61C}", "\u{180E}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}",
            "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
            "\u{206F}", "\u{FEFF}", "\u{FFF9}", "\u{FFFE}", "\u{FFFF}", "\u{E0001}", "\u{E007F}",
        ]

    @Test("Nothing hostile stays: it is there as an escape")
    func hostileText() {
        for scalar in Self.hostile {
            var text = "a"
            text.unicodeScalars.append(scalar)
            text += "z"
            for shown in [Visible.line(text), Visible.field(text, limit: 99), Visible.json(text)] {
                #expect(!shown.unicodeScalars.contains(scalar))
                #expect(shown.hasPrefix("a\\") && shown.hasSuffix("z"), "\(shown)")
            }
        }
        #expect(Visible.line("a\nb\r\tc\u{1B}[31m\u{9B}2J\u{202E}") == "a\\nb\\r\\tc\\u{1b}[31m\\u{9b}2J\\u{202e}")
    }

    @Test("A field that holds a quote or an equals sign is quoted, also where a mark follows it")
    func marks() {
        #expect(Visible.field("\"\u{301}a=b", limit: 99) == "\"\\\"\u{301}a=b\"")
        #expect(Visible.field("a=\u{301}\" c=d", limit: 99) == "\"a=\u{301}\\\" c=d\"")
        #expect(Visible.field("a\"b", limit: 99) == "a\"b")
        #expect(Visible.field("a=\\\" b=c", limit: 99) == "\"a=\\\\\\\" b=c\"", "a backslash hides no quote")
    }

    @Test("What people write in any language stays as it is")
    func harmless() {
        for text in [
            "", "order_placed", "Größe 5 €", "注文", "سفارش\u{200C}ها", "עברית", "👩\u{200D}🚀", "e\u{301}", "C:\\new",
        ] {
            #expect(Visible.line(text) == text)
            #expect(Visible.json(text) == text)
            #expect(Visible.field(text, limit: 99) == text)
        }
    }

    @Test("JSON means what it meant")
    func json() throws {
        for scalar in Self.hostile {
            let value = Value.dict([String(Character(scalar)): .list([.string("x\(Character(scalar))")])])
            let shown = Visible.json(JSON.text(of: value))
            #expect(try JSON.parse(Array(shown.utf8)) == value)
            #expect(shown.unicodeScalars.allSatisfy { !Self.hostile.contains($0) })
        }
    }

    @Test("What is long is cut, and says so")
    func bounded() {
        let long = String(repeating: "é", count: 60_000)
        #expect(Visible.line(long, limit: 10) == "éééééééééé… (59990 more characters)")
        #expect(Visible.cut(long, limit: 10) == "éééééééééé… (59990 more characters)")
        #expect(Visible.line("0123456789", limit: 10) == "0123456789")
        #expect(Visible.cut("éééé", limit: 4) == "éééé")
        #expect(Visible.line(String(repeating: "\n", count: 3), limit: 2) == "\\n\\n… (1 more characters)")
        #expect(Visible.cut("", limit: 0) == "")
    }

    @Test("The value of a field cannot be taken for another field")
    func fields() {
        #expect(Visible.field("a b", limit: 99) == "a b")
        #expect(Visible.field("x queue=other", limit: 99) == "\"x queue=other\"")
        #expect(Visible.field("x\" queue=\"other", limit: 99) == "\"x\\\" queue=\\\"other\"")
        #expect(Visible.field("\"x\"", limit: 99) == "\"\\\"x\\\"\"")
    }

    @Test("No command prints past the one place, and no log line is written past it")
    func sinks() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources").standardized
        // Where the places themselves are.
        let places = ["bpmn-bridge/Options/Terminal.swift", "bpmn-bridge/Logging/LogWriter.swift"]
        let ways = [
            "print(", "FileHandle.standardOutput", "FileHandle.standardError", "fputs(", "fwrite(", "perror(", "dump(",
        ]
        let files = try #require(FileManager.default.enumerator(atPath: sources.path()))
        var seen = 0
        for case let file as String in files where file.hasSuffix(".swift") && !places.contains(file) {
            seen += 1
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            // A function of its own of that name is another.
            if text.contains("func print(") { continue }
            for line in text.split(separator: "\n") {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                for way in ways where !isComment && line.contains(way) && !line.contains(".\(way)") {
                    // A name that ends like it is another.
                    let before = line.range(of: way)?.lowerBound
                    let previous = before.flatMap { $0 > line.startIndex ? line[line.index(before: $0)] : nil }
                    if let previous, previous.isLetter { continue }
                    Issue.record("\(file) prints by itself: \(line)")
                }
            }
        }
        #expect(seen > 100)
    }
}
