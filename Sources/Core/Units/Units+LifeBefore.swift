import Journal
import StorePort
import Values

/// What the life before had begun and not ended.
extension Units {
    private static let counted = "life_counted"

    /// Counts it, once, also where the process ends right after it.
    /// - Returns: what a person should know.
    static func count(
        _ work: BegunWork, in store: any BridgeStore, limit: Int, at now: Timestamp
    ) throws -> [String] {
        guard !work.isNothing else { return [] }
        let life = String(work.life, radix: 16)
        if let last = try fact(counted, of: store), last == life { return [] }
        let known = try deaths(in: store)
        let counts = counts(of: work, known, limit: limit)
        var changes = counts.map { Change.death($0.unit, $0.count, at: now) }
        changes += Set(stacks(of: work).joined().map(\.unit)).filter { $0.kind == .retry }
            .map { .tellDeath(parked: Int64(bitPattern: $0.first)) }
        changes.append(.fact(counted, life))
        try commit(changes, to: store)
        let blamed = counts.filter(\.isBlamed)
        if blamed.isEmpty, work.isElsewhere {
            return ["the process died in a thread that does no unit of work: nothing is blamed for it"]
        }
        return blamed.map {
            "the process died while \(WorkUnit.words($0.unit.kind)): time \($0.count.count) of \(limit)"
        }
    }

    /// What is counted of one unit.
    private struct Counted {
        var unit: WorkUnit
        var count: DeathCount
        /// It was at hand itself.
        var isBlamed: Bool
    }

    /// The core's, and those of the engine's threads.
    private static func stacks(of work: BegunWork) -> [[BegunWork.Unit]] {
        ([work.units] + work.workerUnits).filter { !$0.isEmpty }
    }

    /// The innermost unit was at hand. What it had followed from is counted, too, should what kills have another name
    /// each time; but only as long as nothing in it is found to be what kills. The same unit may stand in several places:
    /// one event for several receivers has several threads at work, and the core waits for a thread at times. It is
    /// counted once.
    private static func counts(
        of work: BegunWork, _ known: [WorkUnit: DeathCount], limit: Int
    ) -> [Counted] {
        var counts: [Counted] = []
        var seen: Set<WorkUnit> = []
        for unit in work.linkUnits where seen.insert(unit).inserted {
            var count = known[unit] ?? DeathCount()
            count.count += 1
            count.parked = nil
            counts.append(Counted(unit: unit, count: count, isBlamed: true))
        }
        let stacks = stacks(of: work)
        for inner in stacks.compactMap(\.last) where seen.insert(inner.unit).inserted {
            var count = known[inner.unit] ?? DeathCount()
            count.phase = count.count == 0 ? inner.phase : min(count.phase, inner.phase)
            count.count += 1
            count.parked = nil
            counts.append(Counted(unit: inner.unit, count: count, isBlamed: true))
        }
        for stack in stacks {
            let inner = counts.first { $0.unit == stack.last?.unit }?.count.count ?? 0
            for outer in stack.dropLast() where seen.insert(outer.unit).inserted {
                var around = known[outer.unit] ?? DeathCount()
                around.around = inner >= limit ? 0 : around.around + 1
                around.phase = outer.phase
                counts.append(Counted(unit: outer.unit, count: around, isBlamed: false))
            }
        }
        return counts
    }

    static func fact(_ name: String, of store: any BridgeStore) throws(StoreFailure) -> String? {
        guard case .text(let value) = try store.read(.fact(name)) else { throw WorkingSet.misunderstood("a fact") }
        return value
    }

    static func deaths(in store: any BridgeStore) throws(StoreFailure) -> [WorkUnit: DeathCount] {
        guard case .deaths(let deaths) = try store.read(.deaths) else { throw WorkingSet.misunderstood("deaths") }
        return deaths
    }

    static func commit(_ changes: [Change], to store: any BridgeStore) throws(StoreFailure) {
        if let failure = store.commit(changes).failure { throw failure }
    }
}
