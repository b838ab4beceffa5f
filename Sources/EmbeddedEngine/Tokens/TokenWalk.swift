/// Goes over tokens in running order, as they stand when it begins.
struct TokenWalk: Sequence, IteratorProtocol {
    private let slots: [Token]
    /// The scopes that run in tokens on the way; nil stays in the first scope.
    private let scopes: [RunningScope]?
    private var current: Int32

    init(from first: Int32, of slots: [Token], into scopes: [RunningScope]?) {
        self.slots = slots
        self.scopes = scopes
        self.current = first
        self.depth = 0
    }

    /// How many scopes deep the walk is.
    private var depth: Int

    mutating func next() -> TokenIndex? {
        guard current >= 0 else { return nil }
        let token = Int(current)
        current = successor(of: token)
        return token
    }

    private mutating func successor(of token: TokenIndex) -> Int32 {
        if let scopes, case .scope(let inner) = slots[token].memory, scopes[Int(inner)].list.first >= 0 {
            depth += 1
            return scopes[Int(inner)].list.first
        }
        var last = token
        while slots[last].next < 0, depth > 0, let scopes {
            last = scopes[Int(slots[last].scope)].owner
            depth -= 1
        }
        return slots[last].next
    }
}
