import Python
import XML

/// Reads the tasks.
struct TaskReader {
    let document: ModelDocument
    let dialect: Dialect
    let report: Report

    func kind(of node: ProcessOutline.Node, _ name: NodeName) -> Element.Kind? {
        switch name {
        case .task: return .plainTask
        case .manualTask: return .manualTask
        case .userTask: return .userTask(variable: Extensions(node.xml, dialect: dialect).words("variableName"))
        case .scriptTask: return script(node)
        case .serviceTask: return service(node)
        case .businessRuleTask: return decision(node)
        case .sendTask: return message(node, throwing: true).map { .sendTask($0) }
        case .receiveTask:
            if node.xml.flag("instantiate", false, report) {
                report.problem(
                    "receive tasks that start a process are not supported; use a message start event", at: node.xml)
            }
            return message(node, throwing: false).map { .receiveTask($0) }
        default: return nil
        }
    }

    private func script(_ node: ProcessOutline.Node) -> Element.Kind? {
        let scripts = node.xml.all("script")
        guard scripts.count == 1, let xml = scripts.first, xml.words != nil else {
            let problem = scripts.count > 1 ? "this script task has several scripts" : "this script task has no script"
            report.problem(problem, at: scripts.last ?? node.xml, element: node.id)
            return nil
        }
        return document.code.program(in: xml, of: node.id).map { .scriptTask($0) }
    }

    private func message(_ node: ProcessOutline.Node, throwing: Bool) -> MessageDefinition? {
        let holder =
            node.xml.filled("messageRef") == nil ? node.xml.bpmn("messageEventDefinition") ?? node.xml : node.xml
        return MessageReader(document: document, dialect: dialect, report: report).definition(
            holder, of: node, throwing: throwing)
    }

    private func decision(_ node: ProcessOutline.Node) -> Element.Kind? {
        let attribute = node.xml.attribute("decisionRef", in: Namespace.camunda)
        let found = dialect == .spiff ? Extensions(node.xml, dialect: dialect).words("calledDecisionId") : attribute
        for name in ["resultVariable", "mapDecisionResult"] where node.xml.attribute(name, in: Namespace.camunda) != nil
        {
            report.warning("`camunda:\(name)` is not read: the result is merged into the data", at: node.xml)
        }
        if let found, !found.isEmpty { return .businessRuleTask(decision: found) }
        let wanted = dialect == .spiff ? "calledDecisionId" : "camunda:decisionRef"
        let other = dialect == .spiff && attribute != nil ? "; `camunda:decisionRef` is read in the bpmn dialect" : ""
        report.problem("this business rule task has no `\(wanted)`\(other)", at: node.xml)
        return nil
    }

    private func service(_ node: ProcessOutline.Node) -> Element.Kind? {
        let fallback = "spiff__" + node.id.parts(between: "-").joined(separator: "_") + "_result"
        guard let xml = Extensions(node.xml, dialect: dialect).first("serviceTaskOperator") else {
            return .serviceTask(ServiceCall(operation: node.id, parameters: nil, resultVariable: fallback))
        }
        guard let operation = xml.filled("id") else {
            report.problem("the `serviceTaskOperator` of this service task has no id", at: xml, element: node.id)
            return nil
        }
        var call = ServiceCall(
            operation: operation, parameters: parameters(of: xml, node),
            resultVariable: xml.filled("resultVariable") ?? fallback)
        let retry = xml.first("retry", in: Namespace.spiff)
        call.retries = number(retry, "retries", node)
        call.retryBackoffBase = number(retry, "backoff_base", node)
        return .serviceTask(call)
    }

    /// A parameter without a value is not given to the service; of several with one id the last counts.
    private func parameters(of operator: XMLElement, _ node: ProcessOutline.Node) -> [ServiceParameter] {
        var parameters: [ServiceParameter] = []
        var positions: TextMap<Int> = [:]
        for holder in [`operator`] + `operator`.children(named: "parameters", in: Namespace.spiff) {
            for xml in holder.children(named: "parameter", in: Namespace.spiff) {
                guard let parameter = parameter(xml, node) else { continue }
                if let position = positions[parameter.id] {
                    parameters[position] = parameter
                } else {
                    positions[parameter.id] = parameters.count
                    parameters.append(parameter)
                }
            }
        }
        return parameters
    }

    private func parameter(_ xml: XMLElement, _ node: ProcessOutline.Node) -> ServiceParameter? {
        guard let id = xml.filled("id") else {
            report.problem("this service parameter has no id", at: xml, element: node.id)
            return nil
        }
        guard let source = xml.attribute("value"),
            let value = document.code.expression(source, at: xml, named: "parameter \(id)", of: node.id)
        else { return nil }
        return (id: id, type: xml.filled("type"), value: value)
    }

    private func number(_ xml: XMLElement?, _ name: String, _ node: ProcessOutline.Node) -> Int? {
        guard let xml, let text = xml.filled(name) else { return nil }
        if let number = Int(text), number >= 0 { return number }
        report.problem("`\(name)` is \"\(text)\", but must be a whole number", at: xml, element: node.id)
        return nil
    }
}
