import Foundation
import Messages
import Values

/// CPython, asked for the outcomes of many fragments in one process.
enum PythonOracle {
    static let python: URL? = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
        .map { URL(fileURLWithPath: $0) }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    /// What CPython's own messages were when this subset took them over; other versions word some otherwise.
    static let wordedAs = "3.11"

    /// The version, and an outcome for each fragment; nil if there is no python3.
    static func outcomes(of fragments: [Fragment]) throws -> (version: String, outcomes: [String])? {
        guard let python else { return nil }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("script-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
        var lines = [JSONText.of(.dict(Fragment.variables))]
        for fragment in fragments {
            lines.append(JSONText.of(["kind": .string(fragment.kind.rawValue), "source": .string(fragment.source)]))
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: input)
        let driver = folder.appendingPathComponent("driver.py")
        try Data(pythonDriver.utf8).write(to: driver)
        let process = Process()
        process.executableURL = python
        process.arguments = ["-I", driver.path, input.path, output.path]
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        let told = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        return (told.first ?? "", Array(told.dropFirst()))
    }
}

/// Plain JSON, ASCII only.
enum JSONText {
    static func of(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): quoted(text)
        case .list(let items): "[" + items.map { of($0) }.joined(separator: ",") + "]"
        case .dict(let entries): "{" + entries.map { quoted($0.key) + ":" + of($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            if unit >= 0x20, unit < 0x7F, unit != 0x22, unit != 0x5C {
                result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            } else {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
