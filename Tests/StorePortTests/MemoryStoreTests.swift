import StorePort
import TestKit
import Testing

/// The store in memory keeps the contract, and fails as it is told to.
@Suite struct MemoryStoreTests {
    private static let memory = StoreFactory {
        MemoryStore()
    } reopen: { store in
        guard let memory = store as? MemoryStore else { throw TestFailure("\(store) is no store in memory") }
        return memory.reopened()
    }

    @Test("It keeps the contract", arguments: StoreContract.checks)
    func contract(check: StoreCheck) throws { try check.run(Self.memory) }

    @Test(
        "It fails once, as it is told to, and the next commit is done or finds it lost",
        arguments: MemoryStore.Fault.allCases)
    func faults(fault: MemoryStore.Fault) throws {
        let store = MemoryStore()
        #expect(store.commit([.fact("a", "1")]) == .done)
        store.fault = fault
        let committed = store.commit([.fact("a", "2")])
        switch (fault, committed) {
        case (.stale, .stale), (.full, .full):
            #expect(try StoreReader(store).fact("a") == "1")
            #expect(store.commit([.fact("a", "3")]) == .done)
            #expect(try StoreReader(store).fact("a") == "3")
        case (.lostButWritten, .lost(let failure)), (.lostAndNotWritten, .lost(let failure)):
            #expect(failure.kind == .fatal)
            #expect(store.commit([.fact("a", "3")]) == .lost(failure))
            #expect(throws: failure) { try store.read([.fact("a")]) }
            #expect(try StoreReader(store.reopened()).fact("a") == (fault == .lostButWritten ? "2" : "1"))
        default: Issue.record("\(fault): \(committed)")
        }
    }

    @Test("What is told to fail fails of itself first: nothing is written where it was stale anyway")
    func both() throws {
        let store = MemoryStore()
        store.fault = .lostButWritten
        guard case .stale = store.commit([.fact("a", "1"), .release(held: 1)]) else {
            Issue.record("not stale")
            return
        }
        #expect(try StoreReader(store).fact("a") == nil)
        #expect(store.fault == .lostButWritten)
    }
}
