import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Simulation
@testable import Values

@Suite("The life of a token")
struct LifecycleTests {
    @Test("The guard allows what the table says, and nothing else")
    func guardFollowsTable() {
        for one in TokenState.allCases {
            for other in TokenState.allCases {
                #expect(one.mayBecome(other) == TokenState.transitions[one]?.contains(other), "\(one) → \(other)")
            }
        }
    }

    @Test("A change the table does not have fails and changes nothing")
    func refused() throws {
        var list = TokenList()
        var store = TokenStore()
        let token = store.append(Token(element: 0, scope: 0, data: [:]), to: &list)
        try store.set(token, to: .ready)
        #expect(failure { try store.set(token, to: .waiting) }?.kind == .state)
        #expect(store[token].state == .ready)
    }

    @Test("Tokens keep their order whatever comes and goes, as a plain list does", arguments: 0..<20)
    func order(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var list = TokenList()
        var store = TokenStore()
        var model: [TokenIndex] = []
        for number in 0..<300 {
            if !model.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
                let place = Int.random(in: 0..<model.count, using: &random)
                store.remove(model.remove(at: place), from: &list)
            } else {
                let place = Int.random(in: 0...model.count, using: &random)
                let token = Token(element: number, scope: 0, data: [:])
                model.insert(store.insert(token, after: place == 0 ? -1 : model[place - 1], in: &list), at: place)
            }
            #expect(Array(TokenWalk(from: list.first, of: store.slots, into: nil)) == model)
            #expect(list.count == model.count && store.count == model.count)
        }
    }
}
