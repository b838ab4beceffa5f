import Models

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
        switch elements[element].kind {
        case .boundary(_, let host, _): return sources + [host]
        case .intermediateCatch(.link(let name)): return sources + links(named: name, like: element)
        default: return sources
        }
    }

    /// Where a token can go next from this element.
    func elementsAfter(_ element: ElementIndex) -> ArraySlice<ElementIndex> {
        var after = elements[element].outgoing.map { flows[$0].target } + elements[element].boundaries
        if case .intermediateThrow(.link(let name)) = elements[element].kind {
            after += scopes[elements[element].scope].elements.filter {
                if case .intermediateCatch(.link(name)) = elements[$0].kind { true } else { false }
            }
        }
        return after[...]
    }

    private func links(named name: String, like element: ElementIndex) -> [ElementIndex] {
        scopes[elements[element].scope].elements.filter {
            if case .intermediateThrow(.link(name)) = elements[$0].kind { true } else { false }
        }
    }
}
