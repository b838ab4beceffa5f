import Python
import XML

/// What messages, signals, errors and escalations say of themselves: read once, however many elements refer to them.
final class RootTable {
    /// A message, signal, error or escalation.
    struct Entry {
        var xml: XMLElement
        var name: String?
        /// What SpiffWorkflow's extensions on it say of its payload.
        var payload: ScriptExpression?
        var variable: String?
        var carriesExtensions: Bool
    }

    private var elements: TextMap<XMLElement> = [:]
    private var entries: TextMap<Entry> = [:]
    private let payloadName: String
    private let variableName: String
    private let code: CodeReader
    private let dialect: Dialect

    /// - Parameters:
    ///   - payloadName: the extension with the thrown payload.
    ///   - variableName: the extension with the name of the variable for the caught one.
    init(payload payloadName: String, variable variableName: String, _ code: CodeReader, _ dialect: Dialect) {
        self.payloadName = payloadName
        self.variableName = variableName
        self.code = code
        self.dialect = dialect
    }

    var ids: some Collection<String> { elements.keys }

    func add(_ xml: XMLElement, _ report: Report) {
        guard let id = xml.filled("id") else {
            report.problem("this `\(xml.name)` has no id", at: xml)
            return
        }
        if let other = elements[id] {
            report.problem("the id `\(id)` is taken by the `\(other.name)` in line \(other.line)", at: xml)
        } else {
            elements[id] = xml
        }
    }

    /// The id that a reference means, if there is one.
    func id(of reference: String?) -> String? { Reference.resolve(reference, in: elements) }

    func entry(_ id: String) -> Entry? {
        if let known = entries[id] { return known }
        guard let xml = elements[id] else { return nil }
        let extensions = Extensions(xml, dialect: dialect)
        let payload = extensions.first(payloadName)
        let variable = extensions.words(variableName)
        let entry = Entry(
            xml: xml, name: xml.filled("name"), payload: payload.flatMap { code.expression(in: $0, of: id) },
            variable: variable, carriesExtensions: payload != nil || variable != nil)
        entries[id] = entry
        return entry
    }
}
