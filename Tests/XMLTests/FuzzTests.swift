import TestKit
import Testing

@testable import XML

@Suite struct FuzzTests {
    static let document = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <d:a xmlns:d="urn:d" xmlns="urn:e" b="c &amp; d">
          <!-- ä --><f d:g='h'>é &lt; &#x20AC;</f><![CDATA[ <x> ]]><?pi data?>
          <i><j/><k l="m"/></i>
        </d:a>
        """.utf8)

    @Test("A document cut anywhere is refused")
    func cut() throws {
        for length in 0..<Self.document.count { _ = try problem(of: Array(Self.document.prefix(length))) }
    }

    @Test("Mutated and random documents are read or refused, never worse")
    func mutated() {
        let spice = Array("<>/!?'\"=&;:[]-x \n".utf8) + [0x00, 0x80, 0xC3, 0xE2, 0xFF]
        FuzzRun("xml", inputs: 4000).run { random in
            var bytes = Self.document
            Mutation.mutate(&bytes, spice: spice, &random)
            return (try? XMLDocument.read(bytes: bytes, file: "fuzz")) != nil
        }
    }

    @Test("Random markup without a document is read or refused, never worse")
    func soup() {
        let seed = UInt64.random(in: .min ... .max)
        print("XML FuzzTests soup seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "<a>", "</a>", "<a b='c'", "/>", "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ", "version='1.0'",
            "?>",
            "<!DOCTYPE a", "[", "]", "<!ENTITY % x '", "%x;", "&x;", "&#", "x", " ", "\n", "é", "<a xmlns:p='", "'",
            "p:",
        ]
        for _ in 0..<4000 {
            let count = Int.random(in: 0..<40, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            _ = try? read(text)
        }
    }
}
