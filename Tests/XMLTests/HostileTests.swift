import Testing

@testable import XML

/// Reads what must be refused, and how long that took.
private func refusal(of text: String) throws -> (problem: XMLProblem, time: Duration) {
    let bytes = Array(text.utf8)
    var found: XMLProblem?
    let time = try ContinuousClock().measure { found = try problem(of: bytes) }
    return (try #require(found), time)
}

@Suite struct HostileTests {
    static let doctypes = [
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a PUBLIC 'x' 'http://127.0.0.1:9/x.dtd'><a/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
        laughs, quadratic,
    ]
    static let laughs =
        "<!DOCTYPE a [<!ENTITY x0 'ha'>"
        + (1...30).map { "<!ENTITY x\($0) '&x\($0 - 1);&x\($0 - 1);'>" }.joined() + "]><a>&x30;</a>"
    static let quadratic =
        "<!DOCTYPE a [<!ENTITY x '" + String(repeating: "x", count: 50_000) + "'>]><a>"
        + String(repeating: "&x;", count: 20_000) + "</a>"

    @Test("A DOCTYPE is refused at once, whatever it holds")
    func doctype() throws {
        for text in Self.doctypes {
            let (problem, time) = try refusal(of: text)
            #expect(problem.reason == .doctype)
            #expect(problem.message.contains("remove it"))
            #expect(time < .seconds(20))
        }
    }

    @Test("A DOCTYPE after an earlier error is never looked at")
    func doctypeBehindError() throws {
        for head in ["<?xml version='1.0' > ", "<!x>", "<a b=c>", "&y;", "<a b='<'>", "<? ?>", "<?xml ?> <?xml?>"] {
            let (problem, time) = try refusal(of: head + Self.quadratic)
            #expect(time < .seconds(20), "\(head)")
            #expect(problem.line == 1, "\(head)")
        }
    }

    @Test("Elements deeper than 256 are refused, however deep")
    func depth() throws {
        for depth in [257, 100_000] {
            let (problem, time) = try refusal(of: String(repeating: "<a>", count: depth))
            #expect(problem.reason == .tooBig)
            #expect(problem.column == 256 * 3 + 1)
            #expect(time < .seconds(20))
        }
        let deepest = String(repeating: "<a>", count: 256) + String(repeating: "</a>", count: 256)
        #expect(try read(deepest).children.count == 1)
    }

    @Test("A million attributes are refused, in a whole tag and in one that never ends")
    func attributes() throws {
        let many = (0..<1_000_000).map { " a\($0)=''" }.joined()
        for text in ["<r" + many + "/>", "<r" + many, "<?xml version='1.0'><r" + many + "/>?>"] {
            let (problem, time) = try refusal(of: text)
            #expect(problem.line == 1)
            #expect(time < .seconds(30))
        }
    }

    @Test("More elements, attributes or bytes than the limits allow are refused")
    func limits() throws {
        let small = XMLLimits(bytes: 100, elements: 3, attributesPerElement: 2, depth: 2)
        #expect(try read("<a x='' y=''><b/><c/></a>", limits: small).children.count == 2)
        for text in [
            "<a><b/><c/><d/></a>", "<a x='' y='' z=''/>", "<a><b><c/></b></a>",
            "<a>" + String(repeating: "x", count: 100) + "</a>",
        ] {
            #expect(try problem(of: text, limits: small).reason == .tooBig)
        }
        #expect(try problem(of: [UInt8](repeating: 0x20, count: 9 << 20)).reason == .tooBig)
    }

    @Test("UTF-16, UTF-32 and other encodings are refused with a word on what to do")
    func encodings() throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a/>"
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let documents: [[UInt8]] = [
            wide, [0xFF, 0xFE] + wide, [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            Array(text.utf8), Array("<?xml version='1.0' encoding='UTF-7'?><a/>".utf8),
            Array("<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>".utf8),
            [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='ISO-8859-1'?><a/>".utf8),
        ]
        for document in documents {
            let problem = try problem(of: document)
            #expect(problem.reason == .encoding)
            #expect(problem.message.contains("UTF-8"))
        }
    }

    @Test(
        "What is not well-formed is refused with its place",
        arguments: [
            ("", 1, 1), ("  \n ", 2, 2), ("hello", 1, 1), ("<a>\n <b>", 2, 5), ("<a>\n</b>", 2, 5),
            ("<a/>\n<b/>", 2, 1), ("<a>\n&nbsp;</a>", 2, 7), ("<a\nb='1' b='2'/>", 2, 12), ("<a>\n<x:b/></a>", 2, 5),
            ("<a>\n]]></a>", 2, 1), ("<a>\n&#0;</a>", 2, 5), ("<a>\n<!-- -- --></a>", 2, 6),
        ])
    func malformed(text: String, line: Int, column: Int) throws {
        let problem = try problem(of: text)
        #expect(problem.reason == .malformed)
        #expect([problem.line, problem.column] == [line, column], "\(problem)")
        #expect(problem.description.hasPrefix("test.xml:\(line):\(column): "))
    }

    @Test("A mismatched, a missing and an unknown thing are named")
    func words() throws {
        #expect(try problem(of: "<a>\n<p:b xmlns:p='u'></c></a>").message == "</c> ends <p:b>, begun in line 2")
        #expect(try problem(of: "<a>\n<b>").message == "the document ends inside <b>, begun in line 2")
        #expect(try problem(of: "<a>&nbsp;</a>").message.contains("&nbsp; is not known"))
        #expect(try problem(of: "<x:a/>").message == "the namespace prefix \"x\" is not declared")
        #expect(try problem(of: "<a b='' b=''/>").message == "the attribute \"b\" stands twice in one tag")
        #expect(try problem(of: "<a/><b/>").message == "there is something after the end of the root element")
    }
}
