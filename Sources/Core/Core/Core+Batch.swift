import Messages
import StorePort
import Values

extension Core {
    /// Whether anything that has arrived can be tried.
    func hasArrivals(at now: Timestamp) -> Bool {
        if hasNothingUnfinished { return !arrived.isEmpty }
        return arrived.contains { $0.unfinished?.isReady(at: now, progress: work.progress) ?? true }
    }

    func mayBroadcast(at now: Timestamp) -> Bool {
        isBroadcasting && broadcasting?.isReady(at: now, progress: work.progress) ?? true
    }

    /// Whether an instance can be told that its clock has come.
    func mayTellTime(at now: Timestamp) -> Bool {
        guard mayWakeInstances else { return false }
        if let due = nextInstanceTimer, due <= now { return true }
        return waking.values.contains { $0.isReady(at: now, progress: work.progress) }
    }

    /// How many of what is there are looked at in the next round, up to the limits; what is not decided of the earlier ones
    /// is passed by, and counts for nothing. What the process has died in before goes alone, so that it takes nobody with
    /// it.
    func nextBatch(at now: Timestamp) -> Int {
        let isCareful = units.suspects(.delivery)
        let first = arrived.first { isOpen($0, at: now) }
        let limit =
            first?.delivery.redelivered ?? false ? min(settings.batch, settings.redeliveredBatch) : settings.batch
        var (looked, open, bytes) = (0, 0, 0)
        for arrival in arrived {
            if isOpen(arrival, at: now) {
                let size = arrival.delivery.body.count
                let isSuspect = isCareful && units.isSuspect(WorkUnit(arrival.delivery, seed: units.seed))
                if open > 0, open == limit || bytes + size > settings.batchBytes || isSuspect { break }
                open += 1
                bytes += size
                if isSuspect { return looked + 1 }
            }
            looked += 1
        }
        return looked
    }

    func isOpen(_ arrival: Arrival, at now: Timestamp) -> Bool {
        arrival.unfinished?.isReady(at: now, progress: work.progress) ?? true
    }

    /// Decides what can be of the first of what has arrived.
    /// - Returns: how many are.
    func decideArrivals(at now: Timestamp) throws -> Int {
        var decided = 0
        for index in arrived.startIndex..<arrived.startIndex + nextBatch(at: now) {
            if isOpen(arrived[index], at: now), try work.apply(arrived[index]) {
                arrived[index].isDecided = true
                decided += 1
            } else if let unfinished = arrived[index].unfinished {
                work.ahead.append(unfinished.footprint)
            }
        }
        hasNothingUnfinished =
            work.ahead.isEmpty && (hasNothingUnfinished || !arrived.contains { $0.unfinished != nil })
        return decided
    }

    /// What is decided is on disk.
    func settleDecided(_ count: Int, _ effects: inout CoreEffects) {
        guard count > 0 else { return }
        for arrival in arrived where arrival.isDecided { effects.settle(arrival.delivery) }
        if arrived.prefix(count).allSatisfy(\.isDecided) {
            arrived.removeFirst(count)
        } else {
            arrived.removeAll(where: \.isDecided)
        }
    }
}
