import Models

extension Plan {
    /// The elements of its scope that a token can come to from any of these, themselves counted.
    func elements(after first: some Sequence<ElementIndex>) -> Set<ElementIndex> {
        var found = Set(first)
        var pending = Array(found)
        while let element = pending.popLast() {
            for next in elementsBehind(element) where found.insert(next).inserted { pending.append(next) }
        }
        return found
    }

    private func elementsBehind(_ element: ElementIndex) -> [ElementIndex] {
        let node = nodes[element]
        var behind = node.outgoing.map(\.target) + node.boundaries
        if let link = node.behaviour as? LinkThrowElement { behind.append(link.target) }
        return behind
    }
}
