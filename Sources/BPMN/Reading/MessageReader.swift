import Script
import XML

/// Reads what one node throws or catches as a message: name, payload and correlation rules.
struct MessageReader {
    let document: ModelDocument
    let dialect: Dialect
    let report: Report

    /// - Parameters:
    ///   - xml: what has the `messageRef`: the event definition, or the send or receive task.
    ///   - node: the event or task itself.
    func definition(_ xml: XMLElement, of node: ProcessOutline.Node) -> MessageDefinition? {
        guard let reference = xml.filled("messageRef") else {
            guard let name = node.xml.filled("name") else {
                report.problem("`\(xml.name)` names no message: give it a `messageRef`", at: xml, element: node.id)
                return nil
            }
            return MessageDefinition(name: name)
        }
        guard let id = Reference.resolve(reference, in: document.messages), let message = document.messages[id] else {
            report.missing("message", reference, among: document.messages.keys, at: xml, element: node.id)
            return nil
        }
        guard let name = message.filled("name") else {
            report.problem("the message `\(id)` has no name", at: message)
            return nil
        }
        var definition = MessageDefinition(name: name, correlations: document.correlations.rules(of: id))
        if dialect == .spiff { readExtensions(of: message, xml, node, into: &definition) }
        return definition
    }

    /// Payload and variable stand on the message (older models; that wins) or on the event or task.
    private func readExtensions(
        of message: XMLElement, _ xml: XMLElement, _ node: ProcessOutline.Node, into definition: inout MessageDefinition
    ) {
        let older = Extensions(message, dialect: dialect)
        let newer = Extensions(xml, dialect: dialect)
        let isOlder = older.first("messagePayload") != nil || older.first("messageVariable") != nil
        let extensions = isOlder ? older : newer
        definition.payload = extensions.first("messagePayload").flatMap {
            document.code.sharedExpression(in: $0, of: node.id)
        }
        definition.variable = extensions.words("messageVariable")
        definition.variableCorrelations = newer.all("processVariableCorrelation").compactMap { rule($0, of: node) }
    }

    private func rule(_ xml: XMLElement, of node: ProcessOutline.Node) -> CorrelationRule? {
        guard let property = xml.first("propertyId", in: Namespace.spiff)?.words,
            let source = xml.first("expression", in: Namespace.spiff)
        else {
            report.problem(
                "`processVariableCorrelation` needs a `propertyId` and an `expression`", at: xml, element: node.id)
            return nil
        }
        if !document.correlations.hasProperty(property) {
            report.warning("there is no correlation property `\(property)`", at: xml, element: node.id)
        }
        guard let expression = document.code.required(in: source, of: node.id) else { return nil }
        return CorrelationRule(
            property: property, keys: document.correlations.keys(of: property), expression: expression)
    }
}
