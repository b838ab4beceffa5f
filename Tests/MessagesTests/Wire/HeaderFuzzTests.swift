import Messages
import TestKit
import Testing
import Values

@Suite struct HeaderFuzzTests {
    @Test("Damaged properties are refused or read, and what is read by its bytes is given back by its bytes")
    func anyHeader() {
        let whole = EveryField.list()
        let spice = Array("tbBIilLfdDSAFVxTsu".utf8) + [0x00, 0x7F, 0x80, 0xFF]
        var decoder = PropertyDecoder()
        FuzzRun("headers", inputs: 4000).run { random in
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) { Mutation.mutate(&bytes, spice: spice, &random) }
            if let list = PropertyList(bytes) { #expect(list.encoded == bytes) }
            guard let read = try? bytes.withUnsafeBytes({ try decoder.properties($0) }) else { return false }
            for (name, reason) in read.unreadableHeaders { #expect(reason.contains(name) && !reason.isEmpty) }
            return true
        }
    }
}
