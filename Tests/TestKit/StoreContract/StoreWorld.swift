import StorePort
import Testing

/// A store under test.
final class StoreWorld {
    private(set) var store: any BridgeStore
    private let factory: StoreFactory

    init(_ factory: StoreFactory) throws {
        self.factory = factory
        store = try factory.make()
    }

    /// What is committed now.
    var read: StoreReader { StoreReader(store) }

    func reopen() throws { store = try factory.reopen(store) }

    /// Before and after a reopening.
    func twice(_ body: () throws -> Void) throws {
        try body()
        try reopen()
        try body()
    }

    /// What nothing is wrong with.
    func commit(_ changes: Change..., at place: SourceLocation = #_sourceLocation) {
        commit(changes, at: place)
    }

    func commit(_ changes: [Change], at place: SourceLocation = #_sourceLocation) {
        let committed = store.commit(changes)
        #expect(committed == .done, sourceLocation: place)
    }

    /// What was changed meanwhile: nothing of it is written, before it and behind it.
    func refuse(_ changes: Change..., at place: SourceLocation = #_sourceLocation) throws {
        let around: [Change] = [.definition(Sample.other), .fact("around", "1")]
        let committed = store.commit(around + changes + [.fact("behind", "1")])
        guard case .stale(let reason) = committed else {
            Issue.record("\(committed) for \(changes)", sourceLocation: place)
            return
        }
        #expect(!reason.isEmpty, sourceLocation: place)
        #expect(try read.fact("around") == nil && read.fact("behind") == nil, sourceLocation: place)
        #expect(try read.definition(Sample.other.hash) == nil, sourceLocation: place)
    }

    /// What is a bug of the caller: nothing of it is written, and it is not taken for something that passes.
    func misuse(_ changes: Change..., at place: SourceLocation = #_sourceLocation) throws {
        let committed = store.commit([.fact("around", "1")] + changes)
        guard case .lost(let failure) = committed else {
            Issue.record("\(committed) for \(changes)", sourceLocation: place)
            return
        }
        #expect(failure.kind == .misuse || failure.kind == .unreadable, "\(failure)", sourceLocation: place)
        #expect(try read.fact("around") == nil, sourceLocation: place)
    }
}
