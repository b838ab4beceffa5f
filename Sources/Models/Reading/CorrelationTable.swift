import Python
import XML

/// The correlation keys and properties of one file: which expressions tell a message's correlations.
///
/// An expression is read when an element uses its message: SpiffWorkflow runs models with others that are no Python.
final class CorrelationTable {
    /// A property that no key names belongs to this key in the spiff dialect.
    private static let mainKey = "MainCorrelationKey"

    /// One property of a message, its expression not yet read.
    private struct Source {
        var property: String
        var path: XMLElement
    }

    private var keysByProperty: TextMap<[String]> = [:]
    private var sourcesByMessage: TextMap<[Source]> = [:]
    private var rulesByMessage: TextMap<[CorrelationRule]> = [:]
    private var propertiesByKey: TextMap<[String]> = [:]
    private var properties: TextSet = []
    private let fallbackKeys: [String]
    private let code: CodeReader

    init(_ code: CodeReader) {
        fallbackKeys = []
        self.code = code
    }

    init(
        keys: [XMLElement], properties: [XMLElement], messages: RootTable, code: CodeReader, report: Report,
        dialect: Dialect
    ) {
        self.code = code
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
        for key in keys { add(key: key, report) }
        for property in properties { add(property: property, messages: messages, report) }
    }

    /// The rules of a message, in the model's order.
    func rules(of message: String) -> [CorrelationRule] {
        if let known = rulesByMessage[message] { return known }
        let rules = (sourcesByMessage[message] ?? []).compactMap { source in
            code.expression(in: source.path, of: source.property).map {
                CorrelationRule(property: source.property, keys: keys(of: source.property), expression: $0)
            }
        }
        rulesByMessage[message] = rules
        return rules
    }

    func keys(of property: String) -> [String] { keysByProperty[property] ?? fallbackKeys }

    /// What a key consists of; nothing for the key of properties that no key names.
    private func properties(of key: String) -> [String] { propertiesByKey[key] ?? [] }

    /// Properties that a message does not tell although a key of it needs them. Looks at a few keys only.
    func missing(from message: String) -> [(property: String, key: String)] {
        let told = TextSet((sourcesByMessage[message] ?? []).map(\.property))
        var seen: TextSet = []
        var missing: [(property: String, key: String)] = []
        for key in (sourcesByMessage[message] ?? []).flatMap({ keys(of: $0.property).prefix(8) })
        where seen.insert(key).inserted {
            for property in properties(of: key).prefix(8) where !told.contains(property) {
                missing.append((property, key))
            }
        }
        return missing
    }

    func hasProperty(_ id: String) -> Bool { properties.contains(id) }

    private func add(key: XMLElement, _ report: Report) {
        Vocabulary.check(key, knows: ["correlationPropertyRef"], report)
        guard let name = key.filled("name") ?? key.filled("id") else {
            report.problem("this `correlationKey` has neither name nor id", at: key)
            return
        }
        // Several keys of one name are one key.
        var named = TextSet(propertiesByKey[name] ?? [])
        for reference in key.all("correlationPropertyRef") {
            guard let property = Reference.resolve(reference.words, in: properties) else {
                report.missing(
                    "correlation property", reference.words, among: properties, at: reference, element: key.id)
                continue
            }
            guard named.insert(property).inserted else { continue }
            keysByProperty[property, default: []].append(name)
            propertiesByKey[name, default: []].append(property)
        }
    }

    private func add(property: XMLElement, messages: RootTable, _ report: Report) {
        guard let id = property.filled("id") else { return }
        Vocabulary.check(property, knows: ["correlationPropertyRetrievalExpression"], report)
        let retrievals = property.all("correlationPropertyRetrievalExpression")
        if retrievals.isEmpty {
            report.problem("no `correlationPropertyRetrievalExpression` tells where `\(id)` comes from", at: property)
        }
        for retrieval in retrievals {
            Vocabulary.check(retrieval, knows: ["messagePath", "formalExpression"], report, of: id)
            let reference = retrieval.filled("messageRef")
            guard let message = messages.id(of: reference) else {
                report.missing("message", reference, among: messages.ids, at: retrieval, element: id)
                continue
            }
            // bpmn-js writes `formalExpression` where BPMN 2.0 has `messagePath`.
            guard let path = retrieval.bpmn("messagePath") ?? retrieval.bpmn("formalExpression") else {
                report.problem("no `messagePath` tells where in the message `\(id)` is", at: retrieval, element: id)
                continue
            }
            guard code.isFilled(path, of: id) else { continue }
            sourcesByMessage[message, default: []].append(Source(property: id, path: path))
        }
    }
}
