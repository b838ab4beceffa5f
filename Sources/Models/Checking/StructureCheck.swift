/// Checks a process that was read: what cannot be run is a problem, what looks like a mistake a warning.
struct StructureCheck {
    let fragment: ProcessFragment
    let report: Report

    static func run(_ fragment: inout ProcessFragment, _ report: Report) {
        FlowCheck(report: report).run(&fragment)
        let check = StructureCheck(fragment: fragment, report: report)
        for scope in fragment.scopes.indices { check.check(scope) }
        for (number, element) in fragment.elements.enumerated() where !fragment.refused.contains(number) {
            check.check(element)
        }
        LinkCheck(report: report).run(fragment)
        ReachabilityCheck(report: report).run(fragment)
    }

    private func check(_ number: ScopeIndex) {
        let scope = fragment.scopes[number]
        let place = scope.owner.map { fragment.elements[$0].place } ?? fragment.place
        let complain = { report.problem($0, at: place, element: scope.id) }
        if scope.kind == .process {
            if scope.starts.isEmpty { complain("this process has no start element") }
            return
        }
        if scope.starts.count != 1 {
            complain("a subprocess has exactly one start element; here are \(scope.starts.count)")
        }
        let hasEnd = scope.elements.contains { number in
            if case .end = fragment.elements[number].kind { true } else { fragment.refused.contains(number) }
        }
        if !hasEnd { complain("a subprocess has at least one end element") }
    }

    private func check(_ element: Element) {
        switch element.kind {
        case .start(let event):
            forbid(element.incoming, "a sequence flow cannot lead to a start element", element)
            let scope = fragment.scopes[element.scope].kind
            if case .none = event { return }
            if scope == .subprocess || scope == .transaction {
                warn("an event starts an event subprocess, not a subprocess; here it is waited for", element)
            }
        case .end(let event):
            forbid(element.outgoing, "a sequence flow cannot leave an end element", element)
            if case .cancel = event, fragment.scopes[element.scope].kind != .transaction {
                warn("a cancel end element outside a transaction cancels nothing", element)
            }
        case .boundary(let event, let host, let interrupting):
            checkBoundary(element, event, host, interrupting)
        case .subprocess(let scope):
            guard case .eventSubprocess = fragment.scopes[scope].kind else { return }
            let flows = element.incoming + element.outgoing
            forbid(flows, "an event subprocess cannot be connected with sequence flows", element)
        case .intermediateCatch, .intermediateThrow, .scriptTask, .userTask, .manualTask, .plainTask, .sendTask,
            .receiveTask, .serviceTask, .businessRuleTask, .exclusiveGateway, .parallelGateway, .inclusiveGateway,
            .eventBasedGateway, .callActivity:
            break
        }
    }

    private func checkBoundary(
        _ element: Element, _ event: EventDefinition, _ index: ElementIndex, _ interrupting: Bool
    ) {
        forbid(element.incoming, "a sequence flow cannot lead to a boundary element", element)
        guard !fragment.refused.contains(index) else { return }
        let host = fragment.elements[index]
        guard host.kind.isActivity, !isEventSubprocess(host) else {
            return complain(
                "`\(host.id)` is no activity; a boundary element is attached to a task, subprocess or call", element)
        }
        if host.scope != element.scope {
            complain("`\(host.id)` is in another scope; a boundary element stands beside its activity", element)
        }
        if case .cancel = event {
            var isTransaction = false
            if case .subprocess(let scope) = host.kind { isTransaction = fragment.scopes[scope].kind == .transaction }
            if !isTransaction { complain("`\(host.id)` is no transaction, and nothing else can be cancelled", element) }
        }
        if case .error = event, !interrupting {
            warn("an error always interrupts its activity in BPMN 2.0; here it does not", element)
        }
    }

    private func isEventSubprocess(_ element: Element) -> Bool {
        guard case .subprocess(let scope) = element.kind, case .eventSubprocess = fragment.scopes[scope].kind else {
            return false
        }
        return true
    }

    private func forbid(_ flows: [FlowIndex], _ message: String, _ element: Element) {
        for flow in flows { report.problem(message, at: fragment.flowPlaces[flow], element: element.id) }
    }

    private func complain(_ message: String, _ element: Element) {
        report.problem(message, at: element.place, element: element.id)
    }

    private func warn(_ message: String, _ element: Element) {
        report.warning(message, at: element.place, element: element.id)
    }
}
