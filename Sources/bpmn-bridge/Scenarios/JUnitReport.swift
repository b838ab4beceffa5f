import Foundation
import Messages
import Values

/// How scenarios went, as the XML that build servers read.
struct JUnitReport {
    private let name: String
    private var cases: [String] = []
    private var failures = 0

    /// - Parameter name: the folder.
    init(name: String) { self.name = name }

    mutating func add(_ run: ScenarioRun) {
        let begin = "  <testcase classname=\(Self.quoted(name)) name=\(Self.quoted(run.path))"
        guard let first = run.problems.first else {
            cases.append(begin + "/>")
            return
        }
        failures += 1
        let message = Self.quoted(first.lines.first ?? "")
        let text = Self.escaped(run.problems.flatMap(\.lines).map { Visible.line($0) }.joined(separator: "\n"))
        cases.append("\(begin)>\n    <failure message=\(message)>\(text)</failure>\n  </testcase>")
    }

    /// - Throws: why the file cannot be written.
    func write(to path: String) throws {
        let lines =
            [
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<testsuite name=\(Self.quoted(name)) tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\">",
            ] + cases + ["</testsuite>", ""]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// What XML cannot hold becomes a question mark.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
