import Models
import Python
import Routing

/// Reads the whole configuration; goes on after a problem, to find the others.
struct ConfigurationReader {
    let folder: String
    /// Takes the place of `broker.url`.
    let brokerURL: String?
    let report: Report

    var values: ValueReader { ValueReader(report: report) }
    var expressions: ExpressionReader { ExpressionReader(report: report) }

    /// `nil` only if something was reported.
    /// - Parameter begins: gives why nothing but the database's path must be read, if so.
    func read(_ node: Node, _ begins: (_ database: String) -> String?) -> BridgeConfiguration? {
        guard let root = Section(node, .root, report) else { return nil }
        let store = store(root.value("store"))
        if let store, let refusal = begins(store.path) {
            report.problem(refusal, at: node)
            return nil
        }
        let broker = broker(root)
        let processes = processes(root)
        let dialect = root.value("dialect").map { values.choice($0, Dialect.self) } ?? .spiff
        let engines = engines(root.value("engines"))
        let inbound = inbound(root.value("inbound"))
        let outbound = outbound(root.value("outbound"))
        checkExchanges(root)
        guard let broker, let store, let dialect, let engines, let inbound, let outbound else { return nil }
        return BridgeConfiguration(
            broker: broker, store: store, processes: processes, dialect: dialect, engines: engines, inbound: inbound,
            outbound: outbound, warnings: report.warnings)
    }

    private func store(_ node: Node?) -> StoreSettings? {
        var settings = StoreSettings(
            path: FilePath.resolve("var/bridge.sqlite", in: folder), dedupeWindow: .seconds(86_400),
            keepCompleted: .seconds(7 * 86_400))
        guard let node else { return settings }
        guard let section = Section(node, .store, report) else { return nil }
        if let path = section.value("path"), let text = values.text(path) {
            settings.path = FilePath.resolve(text, in: folder)
            if FilePattern.isFolder(settings.path) { report.problem("\(settings.path) is a folder", at: path) }
        }
        if let node = section.value("dedupe_window") {
            settings.dedupeWindow = values.duration(node, .seconds(1) ... .seconds(36_525 * 86_400)) ?? .zero
        }
        if let node = section.value("keep_completed") { settings.keepCompleted = values.duration(node) ?? .zero }
        return settings
    }

    private func processes(_ root: Section) -> [String] {
        guard let node = root.required("processes") else { return [] }
        let patterns = values.oneOrMore(node)
        if patterns.isEmpty, case .sequence = node { report.problem("must name at least one model", at: node) }
        var files: [String] = []
        var known: TextSet = []
        for pattern in patterns {
            guard let text = values.text(pattern) else { continue }
            let isPattern = FilePattern.isPattern(text)
            let found = isPattern ? FilePattern.matches(text, in: folder) : [FilePath.resolve(text, in: folder)]
            if found.isEmpty {
                let obstacle = FilePattern.obstacle(to: text, in: folder).map { ": \($0)" } ?? ""
                report.problem("no file matches \(FilePath.resolve(text, in: folder))\(obstacle)", at: pattern)
            }
            for file in found {
                if let problem = FilePattern.problem(with: file) {
                    report.problem("the model \(file) cannot be read: \(problem)", at: pattern)
                } else if known.insert(file).inserted {
                    files.append(file)
                }
            }
        }
        return files
    }
}
