import EnginePort
import Models

/// Where an instance is set back to: an element, and the running scope it lies in.
struct ResetPoint {
    var scope: RunningScopeIndex
    var element: ElementIndex
}

extension Instance {
    /// - Throws: why the instance cannot be set back to this element, and to which instead.
    func resetPoint(_ id: String) throws(EngineFailure) -> ResetPoint {
        let elements = plan.nodes.indices.filter { plan.nodes[$0].id == id }
        guard let first = elements.first else {
            let hint = NearestName.hint(for: id, among: plan.nodes.map(\.id))
            throw problem(id, "the process has no such element\(hint)")
        }
        if let reason = obstacle(at: first) { throw problem(id, reason) }
        var points: [ResetPoint] = []
        for scope in runningScopes {
            for element in elements where plan.nodes[element].scope == scopes[scope].scope {
                points.append(ResetPoint(scope: scope, element: element))
            }
        }
        guard let point = points.first, !ended else {
            let outer = plan.definition.scopes[plan.nodes[first].scope].id
            throw problem(
                id,
                ended ? "the instance has ended" : "`\(outer)`, which it lies in, does not run now; set back to that")
        }
        guard points.count == 1 else {
            throw EngineFailure(
                kind: .ambiguous, element: id, message: "it lies in a subprocess that runs \(points.count) times now")
        }
        return point
    }

    private func obstacle(at element: ElementIndex) -> String? {
        let node = plan.nodes[element]
        if let host = node.attachedTo {
            return "a boundary element is set back with its activity; set back to `\(plan.nodes[host].id)`"
        }
        if node.behaviour.isJoin {
            return
                "it joins several flows, and what came by each is not known any more; set back to an element before it"
        }
        if node.behaviour is EventSubprocessElement { return "an event subprocess begins by its event only" }
        for flow in plan.definition.elements[element].incoming {
            let before = plan.nodes[plan.definition.flows[flow].source]
            if before.behaviour is EventBasedGateway {
                return "the gateway before it waits for it; set back to `\(before.id)`"
            }
        }
        return nil
    }

    /// A parallel gateway behind the element waits for what nothing would bring any more.
    func checkJoins(behind after: Set<ElementIndex>, of id: String, with rest: [TokenIndex]) throws(EngineFailure) {
        let joins = after.sorted().filter {
            plan.nodes[$0].behaviour is ParallelGateway && plan.nodes[$0].behaviour.isJoin
        }
        guard !joins.isEmpty else { return }
        let coming = plan.elements(after: rest.map { Int(tokens[$0].element) })
        for join in joins {
            for flow in plan.definition.elements[join].incoming {
                let source = plan.definition.flows[flow].source
                let waits = rest.contains { Int(tokens[$0].element) == join && Int(tokens[$0].flow) == flow }
                guard !waits, !after.contains(source), !coming.contains(source) else { continue }
                throw problem(
                    id,
                    "the gateway `\(plan.nodes[join].id)` behind it has joined this branch with others already; "
                        + "set back to an element before the branches part")
            }
        }
    }

    private func problem(_ element: String, _ message: String) -> EngineFailure {
        EngineFailure(kind: .model, element: element, message: "cannot be set back to: \(message)")
    }
}
