import Foundation
import Models
import TestKit
import Testing

@Suite("Mutated models") struct FuzzTests {
    @Test("The rich model is sound")
    func rich() throws {
        let definitions = try RichModel.model.read()
        #expect(definitions.map(\.id) == ["q", "p"])
        for definition in definitions {
            #expect(Soundness.faults(of: definition) == [])
            #expect(definition.elements.count == 31)
        }
        #expect(TextSet(definitions[0].elements.map(\.kind.title)).count >= 25)
    }

    @Test(
        "Whatever is done to a model, it is read soundly or refused with reasons",
        arguments: [Kind.bytes, .tags, .values])
    func mutate(kind: Kind) {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var (read, refused) = (0, 0)
        for turn in 0..<500 {
            // Every other time the decision table it uses.
            let original = turn % 2 == 0 ? RichModel.model.bytes : DecisionModel.rules.source.bytes
            let other = turn % 2 == 0 ? DecisionModel.rules.source : RichModel.model.source
            var bytes = original
            for _ in 0...Int.random(in: 0..<2, using: &random) { kind.mutate(&bytes, &random) }
            do throws(ModelProblems) {
                let source = ModelSource(file: "mutant.bpmn", bytes: bytes)
                for definition in try ModelReader.read([source, other], dialect: turn % 5 == 0 ? .bpmn : .spiff) {
                    let faults = Soundness.faults(of: definition)
                    #expect(faults.isEmpty, "seed \(seed), turn \(turn): \(String(decoding: bytes, as: UTF8.self))")
                    if !faults.isEmpty { return }
                }
                read += 1
            } catch {
                refused += 1
                let named = error.problems.allSatisfy {
                    $0.place.line > 0 && $0.place.column > 0 && !$0.message.isEmpty
                }
                #expect(!error.problems.isEmpty && named, "seed \(seed), turn \(turn)")
            }
        }
        print("\(kind): seed \(seed), \(read) read, \(refused) refused")
        #expect(read + refused == 500 && refused > 50)
    }

    @Test("Any model there is, however it is damaged, is read soundly or refused with reasons")
    func anyModel() {
        let models = Self.models
        #expect(models.count > 50)
        FuzzRun("bpmn", inputs: 400).run { random in
            var bytes = models[Int.random(in: 0..<models.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                if let kind = Kind.allCases.randomElement(using: &random) { kind.mutate(&bytes, &random) }
            }
            if random.next() % 4 == 0 {
                Mutation.mutate(&bytes, spice: Array("<>\"'&;/ ![]?x".utf8) + [0, 0xFF], times: 3, &random)
            }
            do throws(ModelProblems) {
                let source = ModelSource(file: "mutant.bpmn", bytes: bytes)
                for definition in try ModelReader.read([source], dialect: random.next() % 5 == 0 ? .bpmn : .spiff) {
                    #expect(Soundness.faults(of: definition) == [], "\(String(decoding: bytes, as: UTF8.self))")
                }
                return true
            } catch {
                #expect(!error.problems.isEmpty && error.problems.allSatisfy { !$0.message.isEmpty })
                return false
            }
        }
    }

    /// Every model of the fixtures and the example.
    private static let models: [[UInt8]] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let files = ["Tests/Fixtures", "config"].flatMap { folder in
            FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)?
                .compactMap { $0 as? URL } ?? []
        }
        return files.filter { $0.pathExtension == "bpmn" }.sorted { $0.path < $1.path }
            .compactMap { try? [UInt8](Data(contentsOf: $0)) }
    }()

    enum Kind: String, CaseIterable, Sendable {
        case bytes, tags, values

        func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
            switch self {
            case .bytes: mutateByte(&bytes, &random)
            case .tags: mutateTags(&bytes, &random)
            case .values: mutateValues(&bytes, &random)
            }
        }

        private func mutateByte(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
            guard let position = bytes.indices.randomElement(using: &random) else { return }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: position)
            case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: position)
            default: bytes.removeSubrange(position..<min(position + 40, bytes.count))
            }
        }

        /// Deletes, doubles or swaps whole tags.
        private func mutateTags(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
            var tags: [Range<Int>] = []
            var start = 0
            for (position, byte) in bytes.enumerated() {
                if byte == UInt8(ascii: "<") { start = position }
                if byte == UInt8(ascii: ">") { tags.append(start..<position + 1) }
            }
            // Closed tags stand alone, so that what comes out is well-formed more often.
            tags.removeAll { $0.count < 2 || bytes[$0.upperBound - 2] != UInt8(ascii: "/") }
            guard let one = tags.randomElement(using: &random), let other = tags.randomElement(using: &random) else {
                return
            }
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.removeSubrange(one)
            case 1: bytes.insert(contentsOf: bytes[one], at: other.lowerBound)
            default: bytes.replaceSubrange(one, with: Array(bytes[other]))
            }
        }

        /// Puts one attribute's value, or another word, where another attribute's is.
        private func mutateValues(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
            let quotes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\"") }
            guard quotes.count > 3 else { return }
            let one = 2 * Int.random(in: 0..<quotes.count / 2, using: &random)
            let other = 2 * Int.random(in: 0..<quotes.count / 2, using: &random)
            let words = ["", "true", "-1", "9999999999999999999999", "tns:p", "\u{1F600}", "p"]
            let value =
                Bool.random(using: &random)
                ? Array(bytes[quotes[other] + 1..<quotes[other + 1]])
                : Array((words.randomElement(using: &random) ?? "").utf8)
            bytes.replaceSubrange(quotes[one] + 1..<quotes[one + 1], with: value)
        }
    }
}
