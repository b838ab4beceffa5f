import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import Core

/// Whatever is decided is seen at once as it will be when it is committed; what is taken back leaves nothing.
@Suite struct WorkingSetTests {
    private static func set(_ store: MemoryStore) throws -> WorkingSet {
        let set = try WorkingSet(store)
        for definition in SetWork.definitions { set.append(.definition(definition)) }
        // Asking changes nothing: all names that are asked for are known.
        for name in ["in"] + SetWork.routes { _ = try set.source(name) }
        #expect(set.commit() == .done)
        return set
    }

    /// The first that differ.
    private func expect(_ found: [String], like expected: [String], _ what: String, _ seed: UInt64) throws {
        if found == expected { return }
        let pairs = zip(found, expected).filter { $0 != $1 }
        throw TestFailure("seed \(seed), \(what): \(pairs.first.map { "\($0) and before \($1)" } ?? "more or fewer")")
    }

    @Test("What is decided is seen as it is once it is committed", arguments: 0..<80 as Range<UInt64>)
    func seen(seed: UInt64) throws {
        let set = try Self.set(MemoryStore())
        var work = SetWork(seed: seed)
        for _ in 0..<5 {
            try set.begin()
            try work.decide(1 + work.upTo(8), in: set)
            let before = try SetAnswers.of(set, instances: work.begun)
            try #require(set.commit() == .done)
            try set.begin()
            try expect(try SetAnswers.of(set, instances: work.begun), like: before, "committed", seed)
        }
    }

    @Test("What is taken back leaves nothing, and what was decided before it stays", arguments: 0..<80 as Range<UInt64>)
    func takenBack(seed: UInt64) throws {
        let store = MemoryStore()
        let set = try Self.set(store)
        var work = SetWork(seed: seed)
        for _ in 0..<4 {
            try set.begin()
            try work.decide(work.upTo(6), in: set)
            let mark = set.mark
            let (changes, standing) = (set.changes.count, try SetAnswers.of(set, instances: work.begun + 9))
            let known = work.begun
            try work.decide(1 + work.upTo(8), in: set)
            let given = set.takeBack(to: mark)
            #expect(set.changes.count == changes)
            #expect(given.isEmpty || work.begun > 0)
            // Numbers are never given twice: behind them is nothing.
            let numbers = try SetAnswers.of(set, instances: known + 9)
            try expect(
                numbers.filter { line in standing.contains { $0 == line } }, like: standing,
                "taken back", seed)
            try work.decide(work.upTo(4), in: set)
            let before = try SetAnswers.of(set, instances: work.begun)
            try #require(set.commit() == .done)
            try set.begin()
            try expect(try SetAnswers.of(set, instances: work.begun), like: before, "committed", seed)
        }
        // Every name that was given a number has it on disk.
        for name in (0...9).map({ "q\($0)" }) {
            let number = try set.source(name)
            try #require(set.commit() == .done)
            #expect(try StoreReader(store).source(name) == number)
        }
    }

    @Test("A commit that is refused leaves nothing", arguments: 0..<40 as Range<UInt64>)
    func refused(seed: UInt64) throws {
        let store = MemoryStore()
        let set = try Self.set(store)
        var work = SetWork(seed: seed)
        for fault in [MemoryStore.Fault.stale, nil, .full, nil] {
            try set.begin()
            let before = try SetAnswers.of(set, instances: 9)
            try work.decide(1 + work.upTo(8), in: set)
            store.fault = set.changes.isEmpty ? nil : fault
            let isRefused = store.fault != nil
            let committed = set.commit()
            #expect((committed == .done) != isRefused)
            try set.begin()
            if !isRefused { continue }
            let after = try SetAnswers.of(set, instances: 9)
            try expect(
                after.filter { line in before.contains { $0 == line } }, like: before, "refused", seed)
        }
        for name in (0...9).map({ "q\($0)" }) {
            let number = try set.source(name)
            try #require(set.commit() == .done)
            #expect(try StoreReader(store).source(name) == number)
        }
    }

    @Test("What was released in the round does not expire in it")
    func expired() throws {
        let set = try Self.set(MemoryStore())
        try set.begin()
        for name in ["a", "b"] {
            try set.hold(
                IncomingEvent(event: Event(kind: .message, name: name)), name: name, keys: [.uncorrelated],
                until: Sample.noon)
        }
        try #require(set.commit() == .done)
        try set.begin()
        let rows = try set.expired(at: Sample.noon, limit: 9)
        try #require(rows.count == 2)
        set.release(held: rows[0])
        #expect(try set.expired(at: Sample.noon, limit: 9).map(\.position) == [rows[1].position])
    }
}
