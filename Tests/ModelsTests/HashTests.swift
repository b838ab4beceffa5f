import Models
import Testing

@Suite("What tells versions apart") struct HashTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("SHA-256 agrees with the vectors of FIPS 180-4")
    func vectors() {
        #expect(hex(SHA256.digest(of: [])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex(SHA256.digest(of: "abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(hex(SHA256.digest(of: two.utf8)) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let many = repeatElement(UInt8(ascii: "a"), count: 1_000_000)
        #expect(hex(SHA256.digest(of: many)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    private func hashes(_ sources: [ModelSource], _ dialect: Dialect = .spiff) throws -> TextMap<String> {
        let definitions = try ModelReader.read(sources, dialect: dialect)
        return TextMap(uniqueKeysWithValues: definitions.map { ($0.id, $0.hash) })
    }

    private func source(_ file: String, _ inner: String) -> ModelSource {
        ModelSource(file: file, bytes: Model(whole: inner).bytes)
    }

    @Test("The hash depends on dialect, process and the files it needs, not on their names or order")
    func hash() throws {
        let main = "<process id=\"main\"><startEvent id=\"s\"/><callActivity id=\"c\" calledElement=\"sub\"/></process>"
        let sub =
            "<process id=\"sub\"><startEvent id=\"s\"/></process><process id=\"also\"><startEvent id=\"s1\"/></process>"
        let other = "<process id=\"other\"><startEvent id=\"s\"/></process>"
        let first = try hashes([source("a", main), source("b", sub), source("c", other)])
        #expect(TextSet(first.values).count == 4)
        #expect(first.values.allSatisfy { $0.utf8.count == 64 && $0.allSatisfy { "0123456789abcdef".contains($0) } })
        #expect(try hashes([source("z", other), source("y", sub), source("x", main)]) == first)
        let changed = try hashes([source("a", main), source("b", sub + " "), source("c", other)])
        #expect(changed["main"] != first["main"] && changed["sub"] != first["sub"])
        #expect(changed["other"] == first["other"])
        let plain = try hashes([source("a", main), source("b", sub), source("c", other)], .bpmn)
        #expect(TextSet(plain.values).isDisjoint(with: first.values))
    }
}
