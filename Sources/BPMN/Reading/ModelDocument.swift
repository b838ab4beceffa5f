import XML

/// One file, read as XML, with what its processes refer to by id.
final class ModelDocument {
    let source: ModelSource
    let report: Report
    let code: CodeReader
    private(set) var processes: [XMLElement] = []
    private(set) var messages: [String: XMLElement] = [:]
    private(set) var signals: [String: XMLElement] = [:]
    private(set) var errors: [String: XMLElement] = [:]
    private(set) var escalations: [String: XMLElement] = [:]
    private(set) var correlations = CorrelationTable()
    private(set) var diagram = Diagram()

    init(_ source: ModelSource, dialect: Dialect, limits: ModelLimits) {
        self.source = source
        report = Report(file: source.file)
        code = CodeReader(report: report, limits: limits)
        do throws(XMLProblem) {
            let root = try XMLDocument.read(bytes: source.bytes, file: source.file, limits: limits.xml)
            index(root, dialect: dialect)
        } catch {
            let place = Place(file: error.file, line: error.line, column: error.column)
            report.problem(error.message, at: place, element: nil)
        }
    }

    private func index(_ root: XMLElement, dialect: Dialect) {
        guard root.isNamed("definitions", in: Namespace.bpmn) else {
            report.problem(
                "the root is `\(root.qualifiedName)`; a BPMN 2.0 model begins with `definitions` in the namespace \(Namespace.bpmn)",
                at: root)
            return
        }
        Vocabulary.check(root, knows: Vocabulary.definitions, report)
        var collaborations: [XMLElement] = []
        var properties: [XMLElement] = []
        for child in root.children where child.namespace == Namespace.bpmn {
            switch child.name {
            case "process": processes.append(child)
            case "message": add(child, to: &messages)
            case "signal": add(child, to: &signals)
            case "error": add(child, to: &errors)
            case "escalation": add(child, to: &escalations)
            case "collaboration": collaborations.append(child)
            case "correlationProperty": properties.append(child)
            default: break
            }
        }
        for collaboration in collaborations {
            Vocabulary.check(collaboration, knows: Vocabulary.collaboration, report)
        }
        correlations = CorrelationTable(
            collaborations: collaborations, properties: properties, messages: messages, code: code, report: report,
            dialect: dialect)
        diagram = Diagram(root)
    }

    private func add(_ xml: XMLElement, to table: inout [String: XMLElement]) {
        guard let id = xml.filled("id") else {
            report.problem("this `\(xml.name)` has no id", at: xml)
            return
        }
        if let other = table[id] {
            report.problem("the id `\(id)` is taken by the `\(other.name)` in line \(other.line)", at: xml)
        } else {
            table[id] = xml
        }
    }
}
