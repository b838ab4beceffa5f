import EnginePort
import Models

extension Instance {
    /// Sets the instance back to an element: what came after it in its scope is dropped, with all that runs in it, and
    /// a token comes to the element again. The history of an instance is not kept: what came after is what stands behind
    /// the element in the model, and without `data` the token takes the current data of the tokens that are dropped.
    /// - Returns: false where nothing has come from the element.
    mutating func reset(to id: String, data: TaskData?) throws(EngineFailure) -> Bool {
        let point = try resetPoint(id)
        let after = plan.elements(after: [point.element])
        let all = tokens(of: point.scope).filter { !isLoopInstance($0) }
        let dropped = all.filter { came($0, from: point.element, after) }
        let ends = scopes[point.scope].arrivals.filter { after.contains(Int($0.element)) }
        guard let first = dropped.first ?? all.last, !dropped.isEmpty || !ends.isEmpty else { return false }
        try checkJoins(behind: after, of: id, with: all.filter { !dropped.contains($0) })
        let branches = ends.map(\.data) + dropped.filter { !isAttached($0) }.map { tokens[$0].data }
        let own: TaskData
        if let data { own = data } else { own = try joined(branches, at: id) }
        let token = Token(element: point.element, scope: point.scope, data: own)
        guard measure(token.data) != nil else { throw Nesting.failure(at: id, "the data") }
        let place = dropped.isEmpty ? first : Int(tokens[first].previous)
        let again = tokens.insert(token, after: place, in: &scopes[point.scope].list)
        for attached in dropped where isAttached(attached) { try cancel(attached) }
        for one in dropped where tokens[one].state != .cancelled { try cancel(one) }
        scopes[point.scope].arrivals.removeAll { after.contains(Int($0.element)) }
        try arrive(again)
        try recheck(point.scope)
        try runToRest()
        return true
    }

    /// A boundary element that waits beside its activity.
    private func isAttached(_ token: TokenIndex) -> Bool { tokens[token].parent >= 0 && node(of: token).isBoundary }

    private func isLoopInstance(_ token: TokenIndex) -> Bool {
        tokens[token].parent >= 0 && !node(of: token).isBoundary
    }

    /// Whether the token stands at the element, or has come from it as far as the flow it came by tells.
    private func came(_ token: TokenIndex, from element: ElementIndex, _ after: Set<ElementIndex>) -> Bool {
        if tokens[token].role == .standby { return false }
        if isAttached(token) { return came(Int(tokens[token].parent), from: element, after) }
        let place = Int(tokens[token].element)
        if place == element { return true }
        guard after.contains(place) else { return false }
        return tokens[token].flow < 0 || after.contains(plan.definition.flows[Int(tokens[token].flow)].source)
    }

    private func joined(_ branches: [TaskData], at id: String) throws(EngineFailure) -> TaskData {
        guard let last = branches.last else { return [:] }
        do {
            return try last.joined(with: branches.dropLast())
        } catch {
            throw EngineFailure(kind: .model, element: id, message: "\(error.message); give the data")
        }
    }
}
