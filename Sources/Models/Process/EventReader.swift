import Python
import XML

/// Reads start, catch, throw, boundary and end elements.
struct EventReader {
    let document: ModelDocument
    let dialect: Dialect
    let outline: ProcessOutline
    let report: Report

    func kind(of node: ProcessOutline.Node, _ name: NodeName) -> Element.Kind? {
        switch name {
        case .startEvent: definition(of: node, at: startPosition(in: node.scope)).map { .start($0) }
        case .intermediateCatchEvent: definition(of: node, at: .intermediateCatch).map { .intermediateCatch($0) }
        case .intermediateThrowEvent: definition(of: node, at: .intermediateThrow).map { .intermediateThrow($0) }
        case .endEvent: definition(of: node, at: .end).map { .end($0) }
        case .boundaryEvent: boundary(node)
        default: nil
        }
    }

    private func startPosition(in scope: ScopeIndex) -> EventPosition {
        if case .eventSubprocess = outline.scopes[scope].kind { .eventSubprocessStart } else { .start }
    }

    private func boundary(_ node: ProcessOutline.Node) -> Element.Kind? {
        let interrupting = node.xml.flag("cancelActivity", true, report)
        let reference = node.xml.filled("attachedToRef")
        let id = Reference.resolve(reference) { outline.index[$0] != nil }
        guard let id, let host = outline.index[id] else {
            report.missing("activity", reference, among: outline.index.keys, at: node.xml)
            return nil
        }
        return definition(of: node, at: .boundary).map { .boundary($0, attachedTo: host, interrupting: interrupting) }
    }

    private func definition(of node: ProcessOutline.Node, at position: EventPosition) -> EventDefinition? {
        let allowed = position.allowed
        let found = node.xml.children.filter {
            $0.namespace == Namespace.bpmn && EventPosition.definitions.contains($0.name)
        }
        for xml in found where !allowed.contains(xml.name) {
            report.problem("a `\(xml.name)` cannot stand in this `\(node.xml.name)`", at: xml, element: node.id)
        }
        let definitions = allowed.flatMap { name in found.filter { $0.name == name } }.map {
            definition($0, of: node, at: position)
        }
        let read = definitions.compactMap { $0 }
        guard read.count == found.count else { return nil }
        switch read.count {
        case 0:
            // A definition that was refused by name is not missing.
            let refused = node.xml.children.contains {
                $0.name.hasSuffix("EventDefinition") || $0.name == "eventDefinitionRef"
            }
            let none = [.boundary, .intermediateCatch, .eventSubprocessStart].contains(position)
            if none && !refused { report.problem("this `\(node.xml.name)` has no event definition", at: node.xml) }
            return none || refused ? nil : EventDefinition.none
        case 1: return read[0]
        case _ where found.contains { $0.name == "linkEventDefinition" }:
            report.problem("a link stands alone in its event", at: node.xml)
            return nil
        default: return .multiple(read, parallel: node.xml.flag("parallelMultiple", false, report))
        }
    }

    private func definition(
        _ xml: XMLElement, of node: ProcessOutline.Node, at position: EventPosition
    ) -> EventDefinition? {
        switch xml.name {
        case "messageEventDefinition":
            return MessageReader(document: document, dialect: dialect, report: report).definition(
                xml, of: node, throwing: position.isThrowing
            ).map { .message($0) }
        case "signalEventDefinition": return signal(xml, of: node, position).map { .signal($0) }
        case "errorEventDefinition":
            return coded(xml, of: node, ref: "errorRef", code: "errorCode", document.errors).map { .error($0) }
        case "escalationEventDefinition":
            return coded(xml, of: node, ref: "escalationRef", code: "escalationCode", document.escalations)
                .map { .escalation($0) }
        case "timerEventDefinition": return timer(xml, of: node).map { .timer($0) }
        case "conditionalEventDefinition":
            Vocabulary.check(xml, knows: ["condition"], report, of: node.id)
            guard let condition = xml.bpmn("condition") else {
                report.problem("this conditional event has no `condition`", at: xml, element: node.id)
                return nil
            }
            return document.code.required(in: condition, of: node.id).map { .conditional($0) }
        case "linkEventDefinition":
            Vocabulary.check(xml, knows: ["source", "target"], report, of: node.id)
            guard let name = xml.filled("name") else {
                report.problem("this link has no name", at: xml, element: node.id)
                return nil
            }
            return .link(name: name)
        case "terminateEventDefinition": return .terminate
        case "cancelEventDefinition": return .cancel
        default: return nil
        }
    }

    private func signal(
        _ xml: XMLElement, of node: ProcessOutline.Node, _ position: EventPosition
    ) -> NamedDefinition? {
        guard let reference = xml.filled("signalRef") else {
            if let name = node.xml.filled("name") { return NamedDefinition(name: name) }
            // One that is only waited for does no harm, and SpiffWorkflow runs it.
            let message = "`\(xml.name)` names no signal: give it a `signalRef`"
            if position.isThrowing {
                report.problem(message, at: xml, element: node.id)
                return nil
            }
            report.warning(message, at: xml, element: node.id)
            return NamedDefinition(name: "")
        }
        guard let id = document.signals.id(of: reference), let signal = document.signals.entry(id) else {
            report.missing("signal", reference, among: document.signals.ids, at: xml, element: node.id)
            return nil
        }
        guard let name = signal.name else {
            report.problem("the signal `\(id)` has no name", at: signal.xml)
            return nil
        }
        return NamedDefinition(name: name, payload: signal.payload, variable: signal.variable)
    }

    private func coded(
        _ xml: XMLElement, of node: ProcessOutline.Node, ref: String, code: String, _ table: RootTable
    ) -> CodedDefinition? {
        let kind = ref == "errorRef" ? "error" : "escalation"
        guard let reference = xml.filled(ref) else {
            return CodedDefinition(name: nameWithoutReference(kind, of: node), code: nil)
        }
        guard let id = table.id(of: reference), let origin = table.entry(id) else {
            report.missing(kind, reference, among: table.ids, at: xml, element: node.id)
            return nil
        }
        return CodedDefinition(
            name: origin.name ?? "", code: origin.xml.filled(code), payload: origin.payload, variable: origin.variable)
    }

    /// What SpiffWorkflow calls an error or escalation that no root element names.
    private func nameWithoutReference(_ kind: String, of node: ProcessOutline.Node) -> String {
        switch dialect {
        case .spiff: node.xml.filled("name") ?? ""
        case .bpmn: kind == "error" ? "None Error Event" : "None Escalation Event"
        }
    }

    private func timer(_ xml: XMLElement, of node: ProcessOutline.Node) -> TimerDefinition? {
        Vocabulary.check(xml, knows: ["timeDate", "timeDuration", "timeCycle"], report, of: node.id)
        let kinds: [(name: String, kind: TimerDefinition.Kind)] = [
            ("timeDate", .date), ("timeDuration", .duration), ("timeCycle", .cycle),
        ]
        let found = kinds.compactMap { entry in xml.bpmn(entry.name).map { (xml: $0, kind: entry.kind) } }
        guard found.count == 1, let time = found.first else {
            report.problem("a timer has one of `timeDate`, `timeDuration` and `timeCycle`", at: xml, element: node.id)
            return nil
        }
        guard let expression = document.code.required(in: time.xml, of: node.id) else { return nil }
        if let bare = expression.names.sorted().first(where: \.isISO8601Duration) {
            report.warning(
                "`\(bare)` is a variable in a Python expression; ISO 8601 text stands in quotes", at: time.xml,
                element: node.id)
        }
        return TimerDefinition(kind: time.kind, expression: expression)
    }
}

extension String {
    /// Whether it looks like `PT10S` or `P1D`.
    fileprivate var isISO8601Duration: Bool {
        guard utf8.first == UInt8(ascii: "P"), utf8.count > 2 else { return false }
        let rest = utf8.dropFirst()
        return rest.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            && rest.allSatisfy { byte in "0123456789YMWDTHS".utf8.contains(byte) }
    }
}
