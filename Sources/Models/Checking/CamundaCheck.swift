import XML

/// Warns of Camunda's attributes and extensions that change what a model does there, and mean nothing here.
struct CamundaCheck {
    let report: Report

    /// Looks at one BPMN element and its extensions.
    func run(_ xml: XMLElement, of owner: String?) {
        for attribute in xml.attributes where attribute.namespace == Namespace.camunda {
            // A Python script leaves its variables without help; the reader of business rule tasks tells of its own.
            if attribute.name == "resultVariable", ["scriptTask", "businessRuleTask"].contains(xml.name) { continue }
            if let instead = Self.attributes[attribute.name] { warn(attribute.name, instead, at: xml, of: owner) }
        }
    }

    /// - Parameter extension: a child of `extensionElements`.
    func run(extension xml: XMLElement, of owner: String?) {
        guard xml.namespace == Namespace.camunda, let instead = Self.extensions[xml.name] else { return }
        warn(xml.name, instead, at: xml, of: owner)
    }

    private func warn(_ name: String, _ instead: String, at xml: XMLElement, of owner: String?) {
        report.warning("`camunda:\(name)` means nothing here; use \(instead)", at: xml, element: owner)
    }

    private static let mapping = "an `ioSpecification` or SpiffWorkflow's `preScript` and `postScript`"

    private static let attributes: TextMap = [
        "collection": "`loopDataInputRef`", "elementVariable": "`inputDataItem`",
        "expression": "SpiffWorkflow's `messagePayload`", "resultVariable": "SpiffWorkflow's `messageVariable`",
    ]

    private static let extensions: TextMap = ["in": mapping, "out": mapping, "inputOutput": mapping]
}
