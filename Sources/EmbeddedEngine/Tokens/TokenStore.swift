import EnginePort

/// The tokens of an instance: a flat array with free places, and for each scope a list in running order.
struct TokenStore: Sendable {
    private(set) var slots: [Token] = []
    private var free: [Int32] = []

    /// How many tokens there are.
    var count: Int { slots.count - free.count }

    subscript(index: TokenIndex) -> Token {
        _read { yield slots[index] }
        _modify { yield &slots[index] }
    }

    /// Puts a token at the end of its scope's list.
    mutating func append(_ token: Token, to list: inout TokenList) -> TokenIndex {
        insert(token, after: Int(list.last), in: &list)
    }

    /// Puts a token behind `neighbour` (-1: in front of all).
    mutating func insert(_ token: Token, after neighbour: TokenIndex, in list: inout TokenList) -> TokenIndex {
        let index = place(token)
        let next = neighbour < 0 ? list.first : slots[neighbour].next
        slots[index].previous = Int32(truncatingIfNeeded: neighbour)
        slots[index].next = next
        if neighbour < 0 {
            list.first = Int32(truncatingIfNeeded: index)
        } else {
            slots[neighbour].next = Int32(truncatingIfNeeded: index)
        }
        if next < 0 {
            list.last = Int32(truncatingIfNeeded: index)
        } else {
            slots[Int(next)].previous = Int32(truncatingIfNeeded: index)
        }
        list.count += 1
        return index
    }

    /// Takes a token out; its place is free.
    mutating func remove(_ index: TokenIndex, from list: inout TokenList) {
        let previous = slots[index].previous
        let next = slots[index].next
        if previous < 0 { list.first = next } else { slots[Int(previous)].next = next }
        if next < 0 { list.last = previous } else { slots[Int(next)].previous = previous }
        list.count -= 1
        slots[index].data = [:]
        slots[index].memory = .nothing
        free.append(Int32(truncatingIfNeeded: index))
    }

    /// Changes a state by the lifecycle's table.
    mutating func set(_ index: TokenIndex, to state: TokenState) throws(EngineFailure) {
        let current = slots[index].state
        guard current.mayBecome(state) else {
            throw EngineFailure(
                kind: .state, element: nil, message: "a token that is \(current.word) cannot become \(state.word)")
        }
        slots[index].state = state
    }

    private mutating func place(_ token: Token) -> TokenIndex {
        guard let index = free.popLast() else {
            slots.append(token)
            return slots.count - 1
        }
        slots[Int(index)] = token
        return Int(index)
    }
}

/// The ends of a scope's list of tokens.
struct TokenList: Sendable {
    var first: Int32 = -1
    var last: Int32 = -1
    var count = 0
}
