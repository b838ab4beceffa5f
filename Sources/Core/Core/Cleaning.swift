import StorePort
import Values

/// Forgets what is older than the configuration says, a page at a time: ids of messages, ended instances, counts of
/// deaths in what never came again.
struct Cleaning {
    private let settings: CoreSettings
    /// Where the next page of the inbox begins.
    private var cursor: Int64 = 0
    private(set) var due: Timestamp

    init(_ settings: CoreSettings, at now: Timestamp) {
        self.settings = settings
        due = now + settings.cleaning
    }

    /// A page of cleaning. What it decides counts only once it is committed: the caller keeps the result.
    func page(at now: Timestamp, in set: WorkingSet) throws(StoreFailure) -> Cleaning {
        var next = self
        let oldest = now - settings.dedupeWindow
        guard
            case .messageRange(let range) = try set.store.read(
                .oldMessages(before: oldest, after: cursor, limit: settings.page)),
            case .keys(let ended) = try set.store.read(
                .ended(before: now - settings.keepCompleted, limit: settings.page))
        else { throw WorkingSet.misunderstood("what is old") }
        if let range { set.append(.forgetMessages(after: cursor, upTo: range.last, before: oldest)) }
        if !ended.isEmpty { set.append(.forgetInstances(ended)) }
        set.append(.pruneDeaths(before: oldest))
        set.append(.pruneGivenUp(before: now - settings.keepCompleted, limit: settings.page))
        let last = range.flatMap { $0.isFull ? $0.last : nil }
        let isDone = last == nil && ended.count < settings.page
        next.cursor = last ?? 0
        // The next page soon, so that what arrives is not kept waiting; the next round after a while.
        next.due = now + (isDone ? settings.cleaning : .milliseconds(20))
        return next
    }

    /// The page is left out: it has been begun too often. The next one in an hour.
    func skipped(at now: Timestamp) -> Cleaning {
        var next = self
        next.cursor = 0
        next.due = now + .seconds(3600)
        return next
    }
}
