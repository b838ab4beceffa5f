import Script
import XML

/// The correlation keys and properties of one file: which expressions tell a message's correlations.
struct CorrelationTable {
    /// A property that no key names belongs to this key in the spiff dialect.
    private static let mainKey = "MainCorrelationKey"

    private var keysByProperty: [String: [String]] = [:]
    private var rulesByMessage: [String: [CorrelationRule]] = [:]
    private var properties: Set<String> = []
    private let fallbackKeys: [String]

    init() { fallbackKeys = [] }

    init(
        collaborations: [XMLElement], properties: [XMLElement], messages: [String: XMLElement], code: CodeReader,
        report: Report,
        dialect: Dialect
    ) {
        fallbackKeys = dialect == .spiff ? [Self.mainKey] : []
        for property in properties {
            if let id = property.filled("id") {
                if !self.properties.insert(id).inserted {
                    report.problem("the correlation property `\(id)` is there twice", at: property)
                }
            } else {
                report.problem("this `correlationProperty` has no id", at: property)
            }
        }
        for key in collaborations.flatMap({ $0.all("correlationKey") }) { add(key: key, report) }
        for property in properties { add(property: property, messages: messages, code, report) }
    }

    /// The rules of a message, in the model's order.
    func rules(of message: String) -> [CorrelationRule] { rulesByMessage[message] ?? [] }

    func keys(of property: String) -> [String] { keysByProperty[property] ?? fallbackKeys }

    func hasProperty(_ id: String) -> Bool { properties.contains(id) }

    private mutating func add(key: XMLElement, _ report: Report) {
        Vocabulary.check(key, knows: ["correlationPropertyRef"], report)
        guard let name = key.filled("name") ?? key.filled("id") else {
            report.problem("this `correlationKey` has neither name nor id", at: key)
            return
        }
        for reference in key.all("correlationPropertyRef") {
            guard let property = Reference.resolve(reference.words, in: properties) else {
                report.missing(
                    "correlation property", reference.words, among: properties, at: reference, element: key.id)
                continue
            }
            if keysByProperty[property]?.contains(name) != true { keysByProperty[property, default: []].append(name) }
        }
    }

    private mutating func add(
        property: XMLElement, messages: [String: XMLElement], _ code: CodeReader, _ report: Report
    ) {
        guard let id = property.filled("id") else { return }
        Vocabulary.check(property, knows: ["correlationPropertyRetrievalExpression"], report)
        let retrievals = property.all("correlationPropertyRetrievalExpression")
        if retrievals.isEmpty {
            report.problem("no `correlationPropertyRetrievalExpression` tells where `\(id)` comes from", at: property)
        }
        for retrieval in retrievals {
            Vocabulary.check(retrieval, knows: ["messagePath", "formalExpression"], report, of: id)
            let reference = retrieval.filled("messageRef")
            guard let message = Reference.resolve(reference, in: messages) else {
                report.missing("message", reference, among: messages.keys, at: retrieval, element: id)
                continue
            }
            // bpmn-js writes `formalExpression` where BPMN 2.0 has `messagePath`.
            guard let path = retrieval.bpmn("messagePath") ?? retrieval.bpmn("formalExpression") else {
                report.problem("no `messagePath` tells where in the message `\(id)` is", at: retrieval, element: id)
                continue
            }
            guard let expression = code.required(in: path, of: id) else { continue }
            rulesByMessage[message, default: []].append(
                CorrelationRule(property: id, keys: keys(of: id), expression: expression))
        }
    }
}
