import EnginePort
import Models

extension Instance {
    /// The boundary tokens of an activity's token, in running order.
    func boundaries(of host: TokenIndex) -> [TokenIndex] {
        guard !node(of: host).boundaries.isEmpty else { return [] }
        return tokens(of: scope(of: host)).filter { Int(tokens[$0].parent) == host && node(of: $0).isBoundary }
    }

    /// The activity begins: tokens for its boundary elements come behind it, and begin to wait.
    mutating func openBoundaries(of host: TokenIndex) throws(EngineFailure) {
        let scope = scope(of: host)
        var last = host
        var opened: [TokenIndex] = []
        for element in node(of: host).boundaries {
            var token = tokens[host].copy(at: element)
            token.parent = Int32(truncatingIfNeeded: host)
            last = tokens.insert(token, after: last, in: &scopes[scope].list)
            opened.append(last)
        }
        try set(host, to: .completed)
        try set(host, to: .future)
        try open(host)
        for token in opened { try arrive(token) }
    }

    /// The activity is done: its boundary elements wait no more.
    /// - Returns: false where one has interrupted it at the same moment, and goes on instead of it.
    mutating func closeBoundaries(of host: TokenIndex) throws(EngineFailure) -> Bool {
        var goesOn = true
        turn.count(tokens: scopes[scope(of: host)].list.count)
        for boundary in boundaries(of: host) {
            if tokens[boundary].state == .waiting {
                try cancel(boundary)
            } else {
                tokens[boundary].parent = -1
                if node(of: boundary).isInterrupting { goesOn = false }
            }
        }
        return goesOn
    }

    /// An interrupting boundary element has fired: its activity ends, and the other boundary elements with it.
    mutating func interrupt(_ host: TokenIndex, by boundary: TokenIndex) throws(EngineFailure) {
        turn.count(tokens: scopes[scope(of: host)].list.count)
        for other in boundaries(of: host) where other != boundary {
            if tokens[other].state == .waiting || node(of: other).isInterrupting {
                try cancel(other)
            } else {
                tokens[other].parent = -1
            }
        }
        try cancel(host)
    }

    /// A boundary element that does not interrupt has fired: another token waits in its place, as BPMN 2.0 has it.
    /// A date or a duration comes once.
    mutating func waitAgain(after boundary: TokenIndex) throws(EngineFailure) {
        let host = tokens[boundary].parent
        tokens[boundary].parent = -1
        let trigger = node(of: boundary).trigger
        let left = partsLeft(after: boundary)
        if host < 0 || trigger.hasTimer && left == nil { return }
        let scope = scope(of: boundary)
        var again = tokens[boundary].copy(at: Int(tokens[boundary].element))
        again.parent = host
        if !trigger.conditions.isEmpty { again.memory = .fired }
        let index = tokens.insert(again, after: boundary, in: &scopes[scope].list)
        guard let left else { return try arrive(index) }
        // It does not come again: a time that is over would be so again, without end.
        tokens[index].memory = .parts(left)
        try set(index, to: .waiting)
    }

    /// What can still come where one of several events has come, a time among them; nil where nothing can.
    private func partsLeft(after boundary: TokenIndex) -> [Token.Part]? {
        guard case .several(let triggers, let needsAll) = node(of: boundary).trigger, !needsAll,
            case .parts(let parts) = tokens[boundary].memory
        else { return nil }
        let left = zip(triggers, parts).map { trigger, part -> Token.Part in
            guard case .seen = part else { return part }
            return trigger.hasTimer ? .seen(.null) : .open
        }
        return left.contains { if case .seen = $0 { false } else { true } } ? left : nil
    }
}
