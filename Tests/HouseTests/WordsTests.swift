import Foundation
import Testing

/// What stands in JSON, in the database, in a log or in a message is written out where it is defined: a case may be renamed in
/// Swift, and no file, no program and no older bridge notices.
@Suite struct WordsTests {
    let house: House

    init() throws { house = try House() }

    @Test func everyRawValueIsWrittenOut() throws {
        // Python's and the model's own words are read only.
        for room in house.rooms where room != "Python" {
            for (file, text) in try house.sources(of: room) where text.contains("enum ") {
                let found = Self.unwritten(in: text)
                #expect(found.isEmpty, "\(file): say the raw value of \(found)")
            }
        }
        #expect(Self.unwritten(in: "enum A: String { case a = \"x\"\n  case b }") == ["case b }"])
        #expect(Self.unwritten(in: "private enum A: UInt8, Sendable {\n  case a = 1\n  case b, c\n}") == ["case b, c"])
        #expect(Self.unwritten(in: "enum A: Sendable {\n  case a\n}").isEmpty)
    }

    @Test func noCaseIsInterpolated() throws {
        for room in house.rooms {
            for (file, text) in try house.sources(of: room) where text.contains("\\(") {
                let found = text.components(separatedBy: "\n").filter { line in
                    Self.ofCases.contains { line.contains($0) } && Self.interpolatesCase(line)
                }
                #expect(found.isEmpty, "\(file): use its word or its raw value in \(found)")
            }
        }
        #expect(Self.interpolatesCase(#"("kind", "\(row.kind)")"#) && Self.interpolatesCase(#""\(outcome)""#))
        #expect(!Self.interpolatesCase(#"if (row.kind) "\(row.kind.word)""#))
    }

    /// How properties that are enums end an interpolation.
    private static let ofCases = [
        ".kind)", ".status)", ".state)", ".outcome)", ".stage)", ".policy)", "\\(outcome)", "\\(state)",
    ]

    private static func interpolatesCase(_ line: String) -> Bool {
        if line.contains("\\(outcome)") || line.contains("\\(state)") { return true }
        return line.components(separatedBy: "\\(").dropFirst().contains { rest in
            let name = rest.prefix { $0.isLetter || $0 == "." || $0 == "$" || $0.isNumber }
            return rest.dropFirst(name.count).first == ")" && ofCases.contains { (name + ")").hasSuffix($0) }
        }
    }

    @Test func everyKeyOfTheLogIsOneOfLogKey() throws {
        for room in house.rooms {
            for (file, text) in try house.sources(of: room) where text.contains("metadata") {
                let found = text.components(separatedBy: "\n").filter { line in
                    ["metadata: [\"", "metadata[\"", "Metadata = [\""].contains { line.contains($0) }
                }
                #expect(found.isEmpty, "\(file): use `.keys([.key: …])` in \(found)")
            }
        }
    }

    /// The lines with cases of enums with a raw type that leave the value to the compiler.
    private static func unwritten(in text: String) -> [String] {
        var found: [String] = []
        for declaration in text.matches(of: /\benum \w+: (?:String|Int|U?Int\d+)\b[^\n{]*\{/) {
            var depth = 1
            var line = ""
            for character in text[declaration.range.upperBound...] {
                if character == "{" { depth += 1 }
                if character == "}" { depth -= 1 }
                if character != "\n" { line.append(character) }
                guard character == "\n" || depth == 0 else { continue }
                let code = line.trimmingCharacters(in: .whitespaces)
                if depth <= 1, code.hasPrefix("case "), !code.hasPrefix("case ."), !code.contains("=") {
                    found.append(code)
                }
                line = ""
                if depth == 0 { break }
            }
        }
        return found
    }
}
