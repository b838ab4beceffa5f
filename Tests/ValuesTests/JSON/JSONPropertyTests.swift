import Foundation
import TestKit
import Testing

@testable import Messages
@testable import Values

@Suite struct JSONPropertyTests {
    @Test("What is written is read back the same, to the last bit and in the same order")
    func roundTrip() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("JSONPropertyTests round trip seed \(seed)")
        var values = RandomValues(seed: seed)
        for _ in 0..<3000 {
            let value = values.value()
            let bytes = try JSON.bytes(of: value)
            let again = try JSON.parse(bytes)
            #expect(again == value)
            #expect(try JSON.bytes(of: again) == bytes)
            let sorted = try JSON.parse(JSON.bytes(of: value, sortedKeys: true))
            #expect(JSON.text(of: sorted, sortedKeys: true) == JSON.text(of: value, sortedKeys: true))
        }
    }

    @Test("Mutated and random bytes are read or refused, never worse; what is read survives a round trip")
    func fuzz() throws {
        let spice = Array("{}[]:,\"\\u0d8e+-.19tfn \n".utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]
        try FuzzRun("json", inputs: 6000).run { random in
            var values = RandomValues(seed: random.next())
            var bytes = random.next() % 8 == 0 ? Array("[\"\\u00e9\",1e5]".utf8) : try JSON.bytes(of: values.value())
            Mutation.mutate(&bytes, spice: spice, times: random.next() % 4 == 0 ? 30 : 4, &random)
            guard let value = try? JSON.parse(bytes) else { return false }
            #expect(try JSON.parse(JSON.bytes(of: value)) == value)
            return true
        }
    }

    /// Answers each line with what Python reads and writes, or with why it does not.
    private static let python = #"""
        import json, sys
        def pairs(items):
            keys = [key for key, _ in items]
            if len(set(keys)) != len(keys): raise ValueError("duplicate")
            return dict(items)
        def integer(text):
            number = int(text)
            if not -2**63 <= number < 2**63: raise ValueError("too large")
            return number
        def number(text):
            number = float(text)
            if number in (float("inf"), float("-inf")): raise ValueError("too large")
            return number
        def constant(text): raise ValueError(text)
        for line in sys.stdin.buffer:
            try:
                text = bytes.fromhex(line.decode().strip()).decode("utf-8")
                value = json.loads(text, object_pairs_hook=pairs, parse_int=integer, parse_float=number, parse_constant=constant)
                plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
                keyed = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
                print(plain.hex(), keyed.hex())
            except (ValueError, RecursionError) as error:
                print("refused", type(error).__name__)
        """#

    @Test("Python reads what is written here and writes the same bytes; both refuse the same")
    func againstPython() throws {
        guard let python = Self.executable("python3") else {
            print("SKIPPED: \"Python reads what is written here\" needs python3 in the PATH, and there is none")
            return
        }
        let seed = UInt64.random(in: .min ... .max)
        print("JSONPropertyTests python seed \(seed)")
        var values = RandomValues(seed: seed)
        var texts: [[UInt8]] = []
        for round in 0..<2000 {
            var bytes = try JSON.bytes(of: values.value())
            if round % 2 == 1, !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &values.random)
                let spice = Array("{}[]:,\"\\u0d8e+-.19tfn /".utf8)
                bytes[at] = spice[Int.random(in: 0..<spice.count, using: &values.random)]
            }
            texts.append(bytes)
        }
        let answers = try Self.run(python, Self.python, lines: texts.map(Self.hex))
        #expect(answers.count == texts.count)
        for (bytes, answer) in zip(texts, answers) {
            let source = String(decoding: bytes, as: UTF8.self)
            guard let value = try? JSON.parse(bytes) else {
                #expect(answer.hasPrefix("refused"), "\(source)")
                continue
            }
            let expected = try [JSON.bytes(of: value), JSON.bytes(of: value, sortedKeys: true)].map(Self.hex)
            #expect(answer == expected.joined(separator: " "), "\(source)")
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func executable(_ name: String) -> String? {
        let path = Environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Runs a Python program on lines; its input is a file, so that neither side waits for the other.
    private static func run(_ python: String, _ program: String, lines: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("input")
        try Data(lines.joined(separator: "\n").utf8).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", program]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
