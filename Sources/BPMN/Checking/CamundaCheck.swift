import XML

/// Warns of Camunda's attributes and extensions that change what a model does there, and mean nothing here.
struct CamundaCheck {
    private static let namespace = "http://camunda.org/schema/1.0/bpmn"

    let report: Report
    let dialect: Dialect

    /// Looks at one BPMN element and its extensions.
    func run(_ xml: XMLElement, of owner: String?) {
        for attribute in xml.attributes where attribute.namespace == Self.namespace {
            // A Python script leaves its variables without help.
            if attribute.name == "resultVariable", xml.name == "scriptTask" { continue }
            // What a business rule task names is read in the plain dialect; of its result the reader warns.
            if xml.name == "businessRuleTask", attribute.name == "resultVariable" { continue }
            if xml.name == "businessRuleTask", attribute.name == "decisionRef", dialect == .bpmn { continue }
            if let instead = Self.attributes[attribute.name] { warn(attribute.name, instead, at: xml, of: owner) }
        }
    }

    /// - Parameter extension: a child of `extensionElements`.
    func run(extension xml: XMLElement, of owner: String?) {
        guard xml.namespace == Self.namespace, let instead = Self.extensions[xml.name] else { return }
        warn(xml.name, instead, at: xml, of: owner)
    }

    private func warn(_ name: String, _ instead: String, at xml: XMLElement, of owner: String?) {
        report.warning("`camunda:\(name)` means nothing here; use \(instead)", at: xml, element: owner)
    }

    private static let mapping = "an `ioSpecification` or SpiffWorkflow's `preScript` and `postScript`"

    private static let attributes = [
        "collection": "`loopDataInputRef`", "elementVariable": "`inputDataItem`",
        "expression": "SpiffWorkflow's `messagePayload`", "resultVariable": "SpiffWorkflow's `messageVariable`",
        "decisionRef": "SpiffWorkflow's `calledDecisionId`",
    ]

    private static let extensions = ["in": mapping, "out": mapping, "inputOutput": mapping]
}
