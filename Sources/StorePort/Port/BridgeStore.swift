/// What keeps the bridge's state: a file, a database on a server, or memory. It computes nothing: the core reads facts,
/// decides, and gives it what has changed.
///
/// Every implementation passes the contract suite (`Tests/TestKit/StoreContract`). It is used by one thread.
package protocol BridgeStore: AnyObject {
    /// Reads what is committed now. Facts come in the order of the wants.
    /// - Throws: what concerns the store as a whole. What concerns one row is that want's `Fact.unreadable`.
    func read(_ wants: [Want]) throws(StoreFailure) -> [Fact]

    /// One of them.
    /// - Throws: `unreadable`, too.
    func read(_ want: Want) throws(StoreFailure) -> Fact

    /// Writes all of it, in order, or nothing; on disk when it returns.
    func commit(_ changes: [Change]) -> Committed

    /// Where messages are known by: the key of this store's digests never changes.
    var digest: MessageDigest { get }
}

/// What came of a commit.
package enum Committed: Sendable, Hashable {
    case done
    /// Something was changed by somebody else since it was read; nothing was written. Read and decide again.
    case stale(reason: String)
    /// There is no room; nothing was written. Pause, then decide again.
    case full(reason: String)
    /// Whether it was written is not known, or the store can go on no more: the process must exit, settling nothing. So it
    /// must where a rule of the store was broken (`misuse`, `unreadable`): then nothing was written, and decided again it
    /// would be the same.
    case lost(StoreFailure)

    /// The same as an error, for who can do nothing else about it.
    package var failure: StoreFailure? {
        switch self {
        case .done: nil
        case .stale(let reason): StoreFailure(.stale, reason)
        case .full(let reason): StoreFailure(.full, reason)
        case .lost(let failure): failure
        }
    }
}

extension BridgeStore {
    package func read(_ want: Want) throws(StoreFailure) -> Fact {
        let facts = try read([want])
        guard let fact = facts.first else { throw StoreFailure(.misuse, "the store has not answered \(want)") }
        if case .unreadable(let failure) = fact { throw failure }
        return fact
    }
}
