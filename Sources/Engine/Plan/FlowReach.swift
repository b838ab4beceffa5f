import BPMN

extension ProcessDefinition {
    /// From which elements a token can come by this flow without passing the flow's target before.
    func sources(of flow: FlowIndex) -> Set<ElementIndex> {
        let gateway = flows[flow].target
        var found: Set<ElementIndex> = [flows[flow].source]
        var pending = [flows[flow].source]
        while let element = pending.popLast() {
            for before in elementsBefore(element) where before != gateway && found.insert(before).inserted {
                pending.append(before)
            }
        }
        return found.subtracting([gateway])
    }

    /// What a token may leave to come to this element next.
    private func elementsBefore(_ element: ElementIndex) -> [ElementIndex] {
        let sources = elements[element].incoming.map { flows[$0].source }
        if case .boundary(_, let host, _) = elements[element].kind { return sources + [host] }
        return sources
    }
}
