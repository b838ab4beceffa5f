import Testing

@testable import XML

/// Reads a document that a test wrote.
func read(_ text: String, limits: XMLLimits = XMLLimits()) throws -> XMLElement {
    try XMLDocument.read(bytes: Array(text.utf8), file: "test.xml", limits: limits)
}

/// The problem a document has; fails the test if it has none.
func problem(of bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws -> XMLProblem {
    do {
        _ = try XMLDocument.read(bytes: bytes, file: "test.xml", limits: limits)
    } catch {
        return error
    }
    Issue.record("the document was read")
    throw NotRefused()
}

func problem(of text: String, limits: XMLLimits = XMLLimits()) throws -> XMLProblem {
    try problem(of: Array(text.utf8), limits: limits)
}

private struct NotRefused: Error {}

@Suite struct ReadingTests {
    @Test("Names, namespaces, attributes and text arrive as the document says")
    func tree() throws {
        let root = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <a:definitions xmlns:a="urn:a" xmlns="urn:default" id="d" a:kind="x">
              <process id="p &amp; q &lt;&#65;&#38;amp;">
                <script>if a &lt; b:<![CDATA[ c & d ]]></script>
              </process>
              <a:process/>
            </a:definitions>
            """)
        #expect(root.isNamed("definitions", in: "urn:a"))
        #expect(root.qualifiedName == "a:definitions")
        #expect(root.attribute("id") == "d")
        #expect(root.attribute("kind", in: "urn:a") == "x")
        #expect(root.attribute("kind") == nil)
        #expect(root.declarations.map(\.uri) == ["urn:a", "urn:default"])
        #expect(root.text == "")
        #expect(root.children.count == 2)
        let process = try #require(root.first("process", in: "urn:default"))
        #expect(process.attribute("id") == "p & q <A&amp;")
        #expect(process.children[0].text == "if a < b: c & d ")
        #expect(root.children(named: "process").count == 2)
        #expect(root.children(named: "process", in: "urn:a").count == 1)
    }

    @Test("Line and column are where a start tag begins, even one of several lines")
    func places() throws {
        let root = try read("<!-- ä\n <b> -->\n<root>\n  é<a\n  x='1'\n /><?pi <c> ?><b>\n</b><![CDATA[<d>]]></root>")
        #expect([root.line, root.column] == [3, 1])
        #expect(root.children.map { [$0.line, $0.column] } == [[4, 4], [6, 15]])
    }

    @Test("Text is exact; only indentation between children is dropped")
    func text() throws {
        #expect(try read("<a>  x\n y </a>").text == "  x\n y ")
        #expect(try read("<a>   </a>").text == "   ")
        #expect(try read("<a> <b/> </a>").text == "")
        #expect(try read("<a> x <b/> y </a>").text == " x  y ")
        #expect(try read("<a>\r\n</a>").text == "\n")
    }

    @Test(
        "A document may be UTF-8, with or without a mark, US-ASCII or ISO-8859-1",
        arguments: [
            Array("<a>é</a>".utf8), [0xEF, 0xBB, 0xBF] + Array("<a>é</a>".utf8),
            [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='utf-8'?><a>é</a>".utf8),
            Array("<?xml version='1.0' encoding='US-ASCII'?><a>&#233;</a>".utf8),
            Array("<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>".utf8) + [0xE9] + Array("</a>".utf8),
        ])
    func encodings(bytes: [UInt8]) throws {
        #expect(try XMLDocument.read(bytes: bytes, file: "test.xml").text == "é")
    }

    @Test("Two threads may read at the same time")
    func concurrently() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<16 {
                group.addTask {
                    let bad = try problem(of: "<a>\n<b></c></a>")
                    #expect(bad.line == 2)
                    return try read("<a>" + String(repeating: "<b c='d'/>", count: 1000 + number) + "</a>").children
                        .count
                }
            }
            var total = 0
            for try await count in group { total += count }
            #expect(total == 16_000 + 120)
        }
    }

    @Test("A document of 100,000 elements is read within seconds, even in a debug build")
    func large() throws {
        let text = "<a xmlns:b='urn:b'>" + (0..<100_000).map { "<b:c id='c\($0)' name='ä'>t</b:c>\n" }.joined() + "</a>"
        var root: XMLElement?
        let time = try ContinuousClock().measure { root = try read(text) }
        #expect(root?.children.count == 100_000)
        #expect(root?.children.last?.line == 100_000)
        #expect(time < .seconds(10))
    }
}
