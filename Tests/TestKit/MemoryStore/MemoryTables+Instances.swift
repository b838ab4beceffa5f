import Messages
import StorePort
import Values

extension MemoryTables {
    mutating func begin(_ instance: StoredInstance, _ change: InstanceChange) throws(StoreFailure) {
        guard let definition = few.definitions.first(where: { $0.hash == instance.definition }) else {
            throw Self.misuse("definition \(instance.definition) is not remembered")
        }
        guard keys[instance.id] == nil else { throw Self.misuse("instance \(instance.id) is there") }
        var new = instance
        new.process = definition.process
        new.revision = 0
        new.status = change.ended == nil ? .running : .completed
        new.reason = nil
        let row = Instance(stored: Self.changed(new, change), state: change.state, waits: change.waits)
        guard instances.insert(row, at: instance.key.number) else {
            throw Self.misuse("instance \(instance.key.number) is there")
        }
        keys[instance.id] = instance.key.number
        few.counts.add(1, to: new.status)
    }

    private static func changed(_ instance: StoredInstance, _ change: InstanceChange) -> StoredInstance {
        var changed = instance
        changed.sequence = change.sequence
        changed.wakeAt = change.wakeAt
        changed.ended = change.ended
        changed.waits = .stored(StoredList.bytes(change.waits))
        return changed
    }

    mutating func advance(_ instance: StoredInstance, _ change: InstanceChange) throws(StoreFailure) {
        let row = try expect(instance, .running)
        var new = row.stored
        new.revision += 1
        if change.ended != nil { move(&new, to: .completed) }
        let advanced = Instance(stored: Self.changed(new, change), state: change.state, waits: change.waits)
        _ = instances.change(instance.key.number) { $0 = advanced }
    }

    mutating func park(_ instance: StoredInstance, reason: String) throws(StoreFailure) {
        var new = try expect(instance, .running).stored
        move(&new, to: .parked)
        new.reason = reason
        _ = instances.change(instance.key.number) { $0.stored = new }
    }

    mutating func parkUnreadable(_ key: InstanceKey, reason: String) throws(StoreFailure) {
        guard var new = instances[key.number]?.stored, new.status == .running else {
            throw Self.stale("instance \(key.number) does not run")
        }
        move(&new, to: .parked)
        new.reason = reason
        _ = instances.change(key.number) { $0.stored = new }
    }

    mutating func unpark(_ instance: StoredInstance) throws(StoreFailure) {
        var new = try expect(instance, .parked).stored
        move(&new, to: .running)
        new.reason = nil
        _ = instances.change(instance.key.number) { $0.stored = new }
    }

    mutating func end(_ key: InstanceKey, reason: String, at moment: Timestamp) throws(StoreFailure) {
        guard var new = instances[key.number]?.stored, new.status == .parked else {
            throw Self.stale("instance \(key.number) is not parked any more")
        }
        move(&new, to: .completed)
        new.ended = moment
        new.wakeAt = nil
        new.reason = reason
        new.waits = .stored(StoredList.bytes([]))
        _ = instances.change(key.number) {
            $0.stored = new
            $0.waits = []
        }
        for position in broadcasts.keys {
            _ = broadcasts.change(position) { $0.receivers.removeAll { $0 == key.number } }
        }
    }

    mutating func forget(_ forgotten: [InstanceKey]) {
        for key in forgotten where instances[key.number]?.stored.ended != nil {
            guard let row = instances.remove(key.number) else { continue }
            keys[row.stored.id] = nil
            few.counts.add(-1, to: row.stored.status)
        }
    }

    private mutating func move(_ instance: inout StoredInstance, to status: InstanceStatus) {
        few.counts.add(-1, to: instance.status)
        few.counts.add(1, to: status)
        instance.status = status
    }

    /// The row, if it is as the caller has it. What it waits for can be nothing else then.
    private func expect(_ instance: StoredInstance, _ status: InstanceStatus) throws(StoreFailure) -> Instance {
        guard let row = instances[instance.key.number], row.stored.status == status,
            row.stored.revision == instance.revision
        else { throw Self.stale("instance \(instance.id) is not \(status) at revision \(instance.revision) any more") }
        let isSame =
            switch instance.waits {
            case .list(let waits): waits == row.waits
            case .stored: instance.waits == row.stored.waits
            }
        guard isSame else { throw Self.misuse("instance \(instance.id) waits for \(row.waits), and not that") }
        return row
    }
}
