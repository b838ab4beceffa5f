import Models

/// What holds for every definition that is read, whatever the model was.
enum Soundness {
    /// What does not hold; empty where all is well.
    static func faults(of definition: ProcessDefinition) -> [String] {
        var faults: [String] = []
        func expect(_ holds: Bool, _ fault: String) { if !holds { faults.append(fault) } }
        let (elements, flows, scopes) = (definition.elements, definition.flows, definition.scopes)
        expect(scopes.first?.kind == .process && scopes.first?.id == definition.id, "the first scope is the process")
        for (number, scope) in scopes.enumerated() {
            expect(
                scope.elements.allSatisfy { elements.indices.contains($0) && elements[$0].scope == number },
                "scope \(number) has its elements")
            expect(
                Set(scope.starts + scope.eventSubprocesses).isSubset(of: scope.elements),
                "scope \(number) has its starts")
            expect(!scope.starts.isEmpty, "scope \(number) starts")
            guard let owner = scope.owner else {
                expect(scope.kind == .process, "scope \(number) has an owner"); continue
            }
            if case .subprocess(number) = elements[owner].kind { continue }
            expect(false, "scope \(number) is its owner's")
        }
        for (number, flow) in flows.enumerated() {
            guard elements.indices.contains(flow.source), elements.indices.contains(flow.target) else {
                expect(false, "flow \(number)"); continue
            }
            expect(elements[flow.source].outgoing.contains(number), "flow \(number) leaves its source")
            expect(elements[flow.target].incoming.contains(number), "flow \(number) comes to its target")
            expect(elements[flow.source].scope == elements[flow.target].scope, "flow \(number) stays in its scope")
        }
        expect(elements.reduce(0) { $0 + $1.outgoing.count } == flows.count, "no element has a flow of another")
        expect(elements.reduce(0) { $0 + $1.incoming.count } == flows.count, "no element has a flow of another")
        for (number, element) in elements.enumerated() {
            expect(scopes.indices.contains(element.scope), "element \(number) has a scope")
            if let flow = element.defaultFlow {
                expect(element.outgoing.contains(flow), "element \(number) owns its default")
            }
            for boundary in element.boundaries {
                guard case .boundary(_, number, _) = elements[boundary].kind else {
                    expect(false, "boundary \(boundary)"); continue
                }
            }
            switch element.kind {
            case .boundary(_, let host, _):
                expect(
                    elements.indices.contains(host) && elements[host].boundaries.contains(number),
                    "boundary \(number) has a host")
            case .subprocess(let scope):
                expect(scopes.indices.contains(scope) && scopes[scope].owner == number, "subprocess \(number)")
            case .callActivity(let scope):
                expect(scopes.indices.contains(scope) && scopes[scope].kind == .process, "call \(number)")
            case .exclusiveGateway, .inclusiveGateway:
                let others = element.outgoing.filter { $0 != element.defaultFlow }
                expect(
                    !element.outgoing.isEmpty && others.allSatisfy { flows[$0].condition != nil },
                    "gateway \(number) can choose")
            case .parallelGateway, .eventBasedGateway: expect(!element.outgoing.isEmpty, "gateway \(number) goes on")
            default: break
            }
        }
        return faults
    }
}
