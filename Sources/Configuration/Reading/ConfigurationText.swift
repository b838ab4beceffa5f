import Yams

/// The text of a configuration file and the YAML in it.
enum ConfigurationText {
    private static let limit = 1 << 20

    static func read(_ path: String, _ report: Report) -> String? {
        do throws(SmallFile.Failure) {
            let bytes = try SmallFile(reading: path, limit: limit).bytes
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            report.problem("the file is not UTF-8", at: nil as Mark?)
        } catch {
            report.problem("cannot be read: \(error.reason)", at: nil as Mark?)
        }
        return nil
    }

    /// The only document of the text.
    static func parse(_ text: String, _ report: Report) -> Node? {
        report.lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        do {
            if let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() { return node }
            report.problem("the file is empty", at: nil as Mark?)
        } catch let error as YamlError {
            describe(error, report)
        } catch {
            report.problem("the file is not YAML", at: nil as Mark?)
        }
        return nil
    }

    private static func describe(_ error: YamlError, _ report: Report) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            report.problem("not YAML: \(problem)", at: mark)
        case .composer(_, let problem, let mark, _):
            let several = problem.contains("another document")
            report.problem(
                several ? "there is a second document; one file holds one" : "not YAML: \(problem)", at: mark)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            report.problem("\(keys) stands twice in one mapping", at: context.mark)
        case .reader(let problem, _, _, _): report.problem("not YAML: \(problem)", at: nil as Mark?)
        default: report.problem("the file is not YAML", at: nil as Mark?)
        }
    }
}
