import XML

/// One file, BPMN or DMN by its content, read as XML, with what its processes refer to by id.
final class ModelDocument {
    let source: ModelSource
    let report: Report
    let code: CodeReader
    private(set) var processes: [XMLElement] = []
    /// What a DMN file has; nil for one of BPMN.
    private(set) var decisions: [DecisionReader.Entry]?
    let messages: RootTable
    let signals: RootTable
    let errors: RootTable
    let escalations: RootTable
    private(set) var correlations: CorrelationTable
    private(set) var diagram = Diagram()
    private var missing: TextMap<[(property: String, key: String)]> = [:]
    /// SHA-256 of the file.
    private(set) lazy var digest = SHA256.digest(of: source.bytes)
    /// What concerns the whole file.
    private(set) var warnings: [ModelProblem] = []

    init(_ source: ModelSource, dialect: Dialect, limits: ModelLimits) {
        self.source = source
        report = Report(file: source.file)
        code = CodeReader(report: report, limits: limits)
        correlations = CorrelationTable(code)
        messages = RootTable(payload: "messagePayload", variable: "messageVariable", code, dialect)
        signals = RootTable(payload: "payloadExpression", variable: "variableName", code, dialect)
        errors = RootTable(payload: "payloadExpression", variable: "variableName", code, dialect)
        escalations = RootTable(payload: "payloadExpression", variable: "variableName", code, dialect)
        do throws(XMLProblem) {
            let root = try XMLDocument.read(bytes: source.bytes, file: source.file, limits: limits.xml)
            index(root, dialect: dialect)
        } catch {
            let place = Place(file: error.file, line: error.line, column: error.column)
            report.problem(error.message, at: place, element: nil)
        }
        warnings = report.takeWarnings()
    }

    /// Properties that a message does not tell although a correlation key of it needs them.
    func missingProperties(of message: String) -> [(property: String, key: String)] {
        if let known = missing[message] { return known }
        let found = correlations.missing(from: message)
        missing[message] = found
        return found
    }

    private func index(_ root: XMLElement, dialect: Dialect) {
        if root.name == "definitions", Namespace.isDMN(root.namespace) {
            decisions = DecisionReader(code: code, report: report).read(root)
            return
        }
        guard root.isNamed("definitions", in: Namespace.bpmn) else {
            report.problem(
                "the root is `\(root.qualifiedName)`; a BPMN 2.0 model begins with `definitions` in the namespace \(Namespace.bpmn)",
                at: root)
            return
        }
        Vocabulary.check(root, knows: Vocabulary.definitions, report)
        SpellingCheck(report: report, dialect: dialect).run(root)
        var collaborations: [XMLElement] = []
        var properties: [XMLElement] = []
        var keys = root.all("correlationKey")
        for child in root.children where child.namespace == Namespace.bpmn {
            switch child.name {
            case "process": processes.append(child)
            case "message": messages.add(child, report)
            case "signal": signals.add(child, report)
            case "error": errors.add(child, report)
            case "escalation": escalations.add(child, report)
            case "collaboration": collaborations.append(child)
            case "correlationProperty": properties.append(child)
            default: break
            }
        }
        let ids = TextSet(processes.compactMap(\.id))
        for collaboration in collaborations {
            Vocabulary.check(collaboration, knows: Vocabulary.collaboration, report)
            keys += collaboration.all("correlationKey")
            for participant in collaboration.all("participant") { check(participant, ids) }
        }
        correlations = CorrelationTable(
            keys: keys, properties: properties, messages: messages, code: code, report: report, dialect: dialect)
        diagram = Diagram(root)
    }

    /// A pool whose process is elsewhere is a partner's; one that is misspelt looks the same.
    private func check(_ participant: XMLElement, _ ids: TextSet) {
        guard let reference = participant.filled("processRef"), Reference.resolve(reference, in: ids) == nil else {
            return
        }
        let hint = report.hint(reference, among: ids)
        report.warning("there is no process `\(reference)` in this file\(hint)", at: participant)
    }
}
