import StorePort
import Testing

extension StoreContract {
    /// Random work, and the store in memory beside it, which is simple enough to be believed.
    static let agreement: [StoreCheck] = (0..<8).map { seed in
        StoreCheck("Whatever happens, it holds what the store in memory holds: seed \(seed)") { world throws in
            var work = RandomWork(seed: UInt64(seed))
            var model = MemoryStore()
            for round in 0..<60 {
                let changes = try work.commit(StoreReader(model))
                let expected = model.commit(changes)
                var own = changes
                try world.rewrite(&own)
                switch (world.store.commit(own), expected) {
                case (.done, .done), (.stale, .stale): break
                case (let found, _):
                    Issue.record("seed \(seed), round \(round): \(found), not \(expected)")
                    return
                }
                if round % 20 == 19 {
                    try world.reopen()
                    model = model.reopened()
                }
                guard round % 4 == 3 else { continue }
                let (found, known) = (try StoreSnapshot(world.store, work), try StoreSnapshot(model, work))
                guard found == known else {
                    let differences = zip(found.lines, known.lines).filter { $0.0 != $0.1 }.prefix(3)
                    Issue.record("seed \(seed), round \(round): \(changes)\n\(differences)")
                    return
                }
            }
        }
    }
}

extension StoreWorld {
    /// What was read of the model is as this store has written it.
    fileprivate func rewrite(_ changes: inout [Change]) throws {
        func own(_ instance: StoredInstance) throws -> StoredInstance {
            guard case .stored = instance.waits, var found = try read.instance(instance.key) else { return instance }
            found.revision = instance.revision
            return found
        }
        for place in changes.indices {
            switch changes[place] {
            case .advance(let instance, let change): changes[place] = .advance(try own(instance), change)
            case .parkInstance(let instance, let reason):
                changes[place] = .parkInstance(try own(instance), reason: reason)
            case .unpark(let instance): changes[place] = .unpark(try own(instance))
            default: continue
            }
        }
    }
}
