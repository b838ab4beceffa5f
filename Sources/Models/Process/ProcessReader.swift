import XML

/// Reads one process of a file into a fragment of a definition.
struct ProcessReader {
    let document: ModelDocument
    let dialect: Dialect
    let outline: ProcessOutline
    let report: Report

    /// Where nothing is wrong but with elements that nothing leads to, it is read without them.
    static func read(_ process: XMLElement, of document: ModelDocument, dialect: Dialect) -> ProcessFragment {
        let report = document.report
        func read(without leftOut: Set<ObjectIdentifier>) -> ProcessFragment {
            let outline = ProcessOutline(process, without: leftOut, report)
            return ProcessReader(document: document, dialect: dialect, outline: outline, report: report).read(process)
        }
        let before = report.problems.count
        let whole = read(without: [])
        let found = report.found(since: before)
        if found.isEmpty { return whole }
        let leftOut = Reach(process).unreachedXML
        if leftOut.isEmpty { return whole }
        report.replace(since: before, with: [])
        var fragment = read(without: leftOut)
        // What the scope around them says of them.
        guard report.found(since: before).allSatisfy({ $0.origin.map(leftOut.contains) == true }) else {
            report.replace(since: before, with: found)
            return whole
        }
        report.replace(since: before, with: [])
        fragment.warnings += found.map { found in
            let message = "left out, for nothing leads to it: \(found.problem.message)"
            return ModelProblem(place: found.problem.place, element: found.problem.element, message: message)
        }
        return fragment
    }

    private func read(_ process: XMLElement) -> ProcessFragment {
        var fragment = ProcessFragment(
            id: process.id ?? "", name: process.attribute("name"), place: report.place(of: process),
            scopes: outline.scopes)
        for scope in fragment.scopes.indices {
            let names = IOReader(report: report).names(outline.origins[scope])
            fragment.scopes[scope].inputs = names.inputs
            fragment.scopes[scope].outputs = names.outputs
        }
        fragment.elements.reserveCapacity(outline.nodes.count)
        for number in outline.nodes.indices { fragment.elements.append(element(number, &fragment)) }
        FlowReader(document: document, outline: outline, report: report).read(into: &fragment)
        StructureCheck.run(&fragment, report)
        fragment.warnings = report.takeWarnings()
        return fragment
    }

    private func element(_ number: ElementIndex, _ fragment: inout ProcessFragment) -> Element {
        let node = outline.nodes[number]
        var element = Element(
            id: node.id, name: node.xml.attribute("name"), place: report.place(of: node.xml), scope: node.scope,
            kind: .plainTask)
        element.lane = outline.lane(of: node)
        guard let name = node.name, let kind = kind(of: number, name, &fragment) else {
            fragment.refused.insert(number)
            return element
        }
        element.kind = kind
        readData(of: node, &element)
        if name.family == .activity { readActivity(node, &element) }
        return element
    }

    private func kind(
        of number: ElementIndex, _ name: NodeName, _ fragment: inout ProcessFragment
    ) -> Element.Kind? {
        let node = outline.nodes[number]
        switch name.family {
        case .event:
            return EventReader(document: document, dialect: dialect, outline: outline, report: report).kind(
                of: node, name)
        case .gateway:
            return gateway(node, name)
        case .activity:
            if name.isScope { return outline.inner[number].map { .subprocess($0) } }
            if name == .callActivity { return call(number, &fragment) }
            return TaskReader(document: document, dialect: dialect, report: report).kind(of: node, name)
        }
    }

    private func gateway(_ node: ProcessOutline.Node, _ name: NodeName) -> Element.Kind? {
        switch name {
        case .exclusiveGateway: return .exclusiveGateway
        case .parallelGateway: return .parallelGateway
        case .inclusiveGateway: return .inclusiveGateway
        default:
            if node.xml.attribute("eventGatewayType") == "Parallel" {
                report.problem(
                    "parallel event-based gateways are not supported; use a parallel multiple event", at: node.xml)
            }
            if node.xml.flag("instantiate", false, report) {
                report.problem(
                    "event-based gateways that start a process are not supported; use several message start events",
                    at: node.xml)
            }
            return .eventBasedGateway
        }
    }

    /// Notes the call for the linker, which knows all processes.
    private func call(_ number: ElementIndex, _ fragment: inout ProcessFragment) -> Element.Kind? {
        let xml = outline.nodes[number].xml
        guard let called = xml.filled("calledElement") else {
            report.problem("this call activity names no `calledElement`", at: xml)
            return nil
        }
        fragment.calls.append(ProcessFragment.Call(element: number, process: called))
        return .callActivity(0)
    }

    private func readActivity(_ node: ProcessOutline.Node, _ element: inout Element) {
        let xml = node.xml
        if xml.flag("isForCompensation", false, report) {
            report.problem("compensation is not supported; model the way back as a sequence flow", at: xml)
        }
        for quantity in ["startQuantity", "completionQuantity"] {
            if let number = xml.attribute(quantity), number != "1" {
                report.problem("a `\(quantity)` other than 1 is not supported", at: xml)
            }
        }
        let io = IOReader(report: report).names(xml)
        (element.inputs, element.outputs) = (io.inputs, io.outputs)
        let extensions = Extensions(xml, dialect: dialect)
        element.preScript = extensions.first("preScript").flatMap { document.code.program(in: $0, of: node.id) }
        element.postScript = extensions.first("postScript").flatMap { document.code.program(in: $0, of: node.id) }
        LoopReader(code: document.code, report: report).read(node, into: &element)
    }

    private func readData(of node: ProcessOutline.Node, _ element: inout Element) {
        let data = DataReader(outline: outline, report: report)
        element.dataInputs = data.objects(of: node, "dataInputAssociation", end: "sourceRef")
        element.dataOutputs = data.objects(of: node, "dataOutputAssociation", end: "targetRef")
    }
}
