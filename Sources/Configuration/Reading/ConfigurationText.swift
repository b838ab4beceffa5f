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
        do throws(YAMLProblem) {
            if let node = try YAMLText.document(of: text) { return node }
            report.problem("the file is empty", at: nil as Mark?)
        } catch {
            report.problem(error.message, at: error.mark)
        }
        return nil
    }
}
