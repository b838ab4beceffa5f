import Python
import XML

/// Reads the sequence flows of a process and connects its elements with them.
struct FlowReader {
    let document: ModelDocument
    let outline: ProcessOutline
    let report: Report

    func read(into fragment: inout ProcessFragment) {
        fragment.flows.reserveCapacity(outline.flows.count)
        for xml in outline.flows {
            if let flow = flow(xml) { connect(flow, xml, &fragment) }
        }
        for number in fragment.elements.indices {
            sortOutgoing(of: number, &fragment)
            readDefault(of: number, &fragment)
            if case .boundary(_, let host, _) = fragment.elements[number].kind {
                fragment.elements[host].boundaries.append(number)
            }
        }
    }

    private func flow(_ xml: XMLElement) -> SequenceFlow? {
        // Modelers leave these behind, and SpiffWorkflow looks for flows by their sources.
        if xml.filled("sourceRef") == nil {
            report.warning("this sequence flow has no `sourceRef`: it leads from nowhere, and is left out", at: xml)
            return nil
        }
        Vocabulary.check(xml, knows: ["conditionExpression"], report)
        if xml.filled("id") == nil { report.problem("this sequence flow has no id", at: xml) }
        let (source, target) = (end("sourceRef", of: xml), end("targetRef", of: xml))
        let condition = xml.bpmn("conditionExpression").flatMap { document.code.expression(in: $0, of: xml.id) }
        guard let source, let target else { return nil }
        return SequenceFlow(
            id: xml.id ?? "", name: xml.attribute("name"), source: source, target: target, condition: condition)
    }

    private func end(_ attribute: String, of xml: XMLElement) -> ElementIndex? {
        let reference = xml.filled(attribute)
        if let id = Reference.resolve(reference, where: { outline.index[$0] != nil }) { return outline.index[id] }
        report.missing("element", reference, among: outline.index.keys, at: xml)
        return nil
    }

    private func connect(_ flow: SequenceFlow, _ xml: XMLElement, _ fragment: inout ProcessFragment) {
        if outline.nodes[flow.source].scope != outline.nodes[flow.target].scope {
            report.problem("a sequence flow cannot cross the border of a subprocess", at: xml)
        }
        let number = fragment.flows.count
        fragment.flows.append(flow)
        fragment.flowPlaces.append(report.place(of: xml))
        fragment.hasCondition.append(xml.bpmn("conditionExpression")?.words != nil)
        fragment.elements[flow.source].outgoing.append(number)
        fragment.elements[flow.target].incoming.append(number)
    }

    /// From top to bottom as drawn, else as written.
    private func sortOutgoing(of number: ElementIndex, _ fragment: inout ProcessFragment) {
        let outgoing = fragment.elements[number].outgoing
        guard outgoing.count > 1 else { return }
        let flows = fragment.flows
        let keyed = outgoing.map { (height: document.diagram.height(of: outline.nodes[flows[$0].target].id), flow: $0) }
        fragment.elements[number].outgoing = keyed.sorted { ($0.height, $0.flow) < ($1.height, $1.flow) }.map(\.flow)
    }

    private func readDefault(of number: ElementIndex, _ fragment: inout ProcessFragment) {
        let xml = outline.nodes[number].xml
        guard let reference = xml.filled("default") else { return }
        let flows = fragment.flows
        let outgoing = fragment.elements[number].outgoing
        fragment.elements[number].defaultFlow = outgoing.first { flow in
            Reference.resolve(reference) { $0 == flows[flow].id } != nil
        }
        if fragment.elements[number].defaultFlow == nil {
            report.missing("outgoing flow", reference, among: outgoing.map { flows[$0].id }, at: xml)
        }
    }
}
