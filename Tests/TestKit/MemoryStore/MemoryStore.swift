package import StorePort

/// A store that keeps everything in memory, for tests: fast, and it fails as it is told to.
package final class MemoryStore: BridgeStore {
    /// How a commit fails, though nothing is wrong with it.
    package enum Fault: Sendable, Hashable, CaseIterable {
        case stale
        case full
        /// The process cannot know whether it was written: it was.
        case lostButWritten
        /// It was not.
        case lostAndNotWritten
    }

    /// Never changes: what a test prints is the same each time.
    package let digest = MessageDigest(key: 1, 2)
    /// How the next commit fails.
    package var fault: Fault?
    private var tables: MemoryTables
    private var lost: StoreFailure?

    package convenience init() { self.init(MemoryTables()) }

    private init(_ tables: MemoryTables) { self.tables = tables }

    /// As the next start finds it after a crash: with what was committed.
    package func reopened() -> MemoryStore {
        var found = tables
        found.forgetLife()
        return MemoryStore(found)
    }

    package func read(_ wants: [Want]) throws(StoreFailure) -> [Fact] {
        if let lost { throw lost }
        return wants.map { tables.fact($0) }
    }

    package func commit(_ changes: [Change]) -> Committed {
        if let lost { return .lost(lost) }
        do throws(StoreFailure) {
            for change in changes { try tables.apply(change) }
        } catch {
            tables.takeBack()
            return error.kind == .stale ? .stale(reason: error.message) : .lost(error)
        }
        guard let fault else {
            tables.keep()
            return .done
        }
        self.fault = nil
        switch fault {
        case .stale, .full, .lostAndNotWritten: tables.takeBack()
        case .lostButWritten: tables.keep()
        }
        switch fault {
        case .stale: return .stale(reason: "told to be stale")
        case .full: return .full(reason: "told to be full")
        case .lostButWritten, .lostAndNotWritten:
            let failure = StoreFailure(.fatal, "told to be lost")
            lost = failure
            return .lost(failure)
        }
    }
}
