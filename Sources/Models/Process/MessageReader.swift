import Python
import XML

/// Reads what one node throws or catches as a message: name, payload and correlation rules.
struct MessageReader {
    let document: ModelDocument
    let dialect: Dialect
    let report: Report

    /// What SpiffWorkflow's extensions say of a message.
    private static let own = ["messagePayload", "messageVariable", "processVariableCorrelation"]

    /// - Parameters:
    ///   - xml: what has the `messageRef`: the event definition, or the send or receive task.
    ///   - node: the event or task itself.
    func definition(_ xml: XMLElement, of node: ProcessOutline.Node, throwing: Bool) -> MessageDefinition? {
        guard let reference = xml.filled("messageRef") else {
            guard let name = node.xml.filled("name") else {
                report.problem("`\(xml.name)` names no message: give it a `messageRef`", at: xml, element: node.id)
                return nil
            }
            return MessageDefinition(name: name)
        }
        guard let id = document.messages.id(of: reference), let message = document.messages.entry(id) else {
            report.missing("message", reference, among: document.messages.ids, at: xml, element: node.id)
            return nil
        }
        guard let name = message.name else {
            report.problem("the message `\(id)` has no name", at: message.xml)
            return nil
        }
        var definition = MessageDefinition(name: name, correlations: document.correlations.rules(of: id))
        if dialect == .spiff { readExtensions(of: message, xml, node, into: &definition) }
        if throwing { checkThrown(definition, xml, node) } else { checkCaught(id, name, xml, node) }
        return definition
    }

    /// Payload and variable stand on the message (older models; that wins) or on the event or task.
    private func readExtensions(
        of message: RootTable.Entry, _ xml: XMLElement, _ node: ProcessOutline.Node,
        into definition: inout MessageDefinition
    ) {
        // A send or receive task may name the message itself, with the payload at an event definition in it.
        let holder = [xml, xml.bpmn("messageEventDefinition")].compactMap { $0 }
            .first { xml in Self.own.contains { Extensions(xml, dialect: dialect).first($0) != nil } }
        let extensions = Extensions(holder ?? xml, dialect: dialect)
        if message.carriesExtensions {
            (definition.payload, definition.variable) = (message.payload, message.variable)
        } else {
            definition.payload = extensions.first("messagePayload").flatMap {
                document.code.expression(in: $0, of: node.id)
            }
            definition.variable = extensions.words("messageVariable")
        }
        definition.variableCorrelations = extensions.all("processVariableCorrelation").compactMap { rule($0, of: node) }
    }

    private func checkThrown(_ definition: MessageDefinition, _ xml: XMLElement, _ node: ProcessOutline.Node) {
        guard dialect == .spiff, definition.payload == nil, let rule = definition.correlations.first else { return }
        report.warning(
            "`\(definition.name)` is thrown without a `messagePayload`, so without `\(rule.property)` to correlate it by",
            at: xml, element: node.id)
    }

    /// Correlations are compared key by key: a key with a property missing never equals one that has it.
    private func checkCaught(_ id: String, _ name: String, _ xml: XMLElement, _ node: ProcessOutline.Node) {
        for missing in document.missingProperties(of: id) {
            report.warning(
                "`\(name)` does not tell `\(missing.property)`, which the correlation key `\(missing.key)` needs",
                at: xml,
                element: node.id)
        }
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
