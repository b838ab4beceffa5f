package import Messages
package import StorePort
import Values

/// An instance as it is now. It is looked at often, and never changed: another takes its place.
final class InstanceEntry {
    /// Nil where its row cannot be read: it is parked then.
    let instance: StoredInstance?
    /// What the last change left; nil where the store has it.
    let state: [UInt8]?
    /// It is not as the store has it.
    let hasChanged: Bool

    init(instance: StoredInstance?, state: [UInt8]? = nil, hasChanged: Bool = false) {
        self.instance = instance
        self.state = state
        self.hasChanged = hasChanged
    }
}

extension WorkingSet {
    package func instance(_ id: InstanceID) throws(StoreFailure) -> StoredInstance? {
        if let key = ids[id] { return try instance(key) }
        guard case .instance(let found) = try store.read(.instance(id)) else { throw Self.misunderstood("an instance") }
        guard let found else { return nil }
        ids.note(found.key, for: id)
        // It may have been found by its key before, and have changed.
        if instances[found.key] != nil { return try instance(found.key) }
        instances.note(InstanceEntry(instance: found), for: found.key)
        return found
    }

    package func instance(_ key: InstanceKey) throws(StoreFailure) -> StoredInstance? {
        if let entry = instances[key] {
            guard let instance = entry.instance else {
                throw StoreFailure(.unreadable, "instance \(key.number) cannot be read")
            }
            return instance
        }
        guard case .instance(let found) = try store.read(.instanceAt(key)) else {
            throw Self.misunderstood("an instance")
        }
        if let found { instances.note(InstanceEntry(instance: found), for: key) }
        return found
    }

    /// The id alone, whatever else stands in its row.
    package func instanceID(of key: InstanceKey) throws(StoreFailure) -> InstanceID? {
        if let instance = instances[key]?.instance { return instance.id }
        guard case .instanceID(let id) = try store.read(.instanceID(key)) else { throw Self.misunderstood("an id") }
        return id
    }

    /// The state that the instance's revision names.
    package func state(of key: InstanceKey) throws(StoreFailure) -> [UInt8] {
        if let state = instances[key]?.state { return state }
        guard case .state(let state?) = try store.read(.state(key)) else {
            throw StoreFailure(.stale, "instance \(key.number) is gone")
        }
        return state
    }

    /// What `instance` waits for, in the order it was given.
    package func subscriptions(of instance: StoredInstance) throws(StoreFailure) -> [StoredSubscription] {
        switch instance.waits {
        case .list(let waits): return waits
        case .stored(let bytes):
            guard case .waits(let waits) = try store.read(.waits(bytes, of: instance.key)) else {
                throw Self.misunderstood("what an instance waits for")
            }
            return waits
        }
    }

    /// Running instances that needed the clock at the moment or before, as the store has them, the most overdue first.
    func due(at now: Timestamp, limit: Int) throws(StoreFailure) -> [DueTimer] {
        guard case .due(let timers) = try store.read(.due(now, limit: limit)) else {
            throw Self.misunderstood("timers")
        }
        return timers
    }

    /// A new instance.
    func begin(
        _ id: InstanceID, of definition: String, process: String, at now: Timestamp, causedBy: String?,
        traceparent: String?, after change: InstanceChange
    ) -> StoredInstance {
        keys.instance += 1
        let instance = StoredInstance(
            key: InstanceKey(keys.instance), id: id, definition: definition, process: process,
            status: change.ended == nil ? .running : .completed, revision: 0, sequence: change.sequence,
            wakeAt: change.wakeAt, started: now, ended: change.ended, causedBy: causedBy, traceparent: traceparent,
            waits: .list(change.waits))
        append(.begin(instance, change))
        ids.set(instance.key, for: id)
        instances.set(InstanceEntry(instance: instance, state: change.state, hasChanged: true), for: instance.key)
        if instance.status == .running { subscribe(instance.key, to: change.waits) }
        return instance
    }

    /// What an input left of a running instance.
    func update(_ instance: StoredInstance, to change: InstanceChange) {
        append(.advance(instance, change))
        var updated = instance
        updated.revision &+= 1
        updated.sequence = change.sequence
        updated.wakeAt = change.wakeAt
        updated.waits = .list(change.waits)
        updated.ended = change.ended
        if change.ended != nil { updated.status = .completed }
        replace(instance, by: updated, state: change.state)
    }

    /// No event finds it, and its clock stands still.
    func park(_ instance: StoredInstance, reason: String) {
        append(.parkInstance(instance, reason: reason))
        var parked = instance
        parked.status = .parked
        parked.reason = reason
        replace(instance, by: parked, state: instances[instance.key]?.state)
    }

    /// The same for one whose row cannot be read.
    func parkUnreadable(_ key: InstanceKey, reason: String) {
        append(.parkUnreadable(key, reason: reason))
        instances.set(InstanceEntry(instance: nil, state: nil, hasChanged: true), for: key)
    }

    /// Lets a parked instance run again, waiting for what it waited for.
    func unpark(_ instance: StoredInstance) throws(StoreFailure) -> StoredInstance {
        var running = instance
        running.status = .running
        running.reason = nil
        running.waits = .list(try subscriptions(of: instance))
        append(.unpark(instance))
        replace(instance, by: running, state: instances[instance.key]?.state)
        return running
    }

    /// Ends a parked instance, readable or not. False where it is not parked.
    func end(parked key: InstanceKey, reason: String, at now: Timestamp) -> Bool {
        let found: StoredInstance?
        do {
            found = try instance(key)
            guard found?.status == .parked else { return false }
        } catch {
            // What cannot be read, and has something parked, is parked.
            found = nil
        }
        append(.end(parked: key, reason: reason, at: now))
        guard let instance = found else { return true }
        var ended = instance
        ended.status = .completed
        ended.ended = now
        ended.wakeAt = nil
        ended.reason = reason
        ended.waits = .list([])
        replace(instance, by: ended, state: instances[key]?.state)
        return true
    }

    private func replace(_ old: StoredInstance, by new: StoredInstance, state: [UInt8]?) {
        // What the store has subscribed it to is not asked for one that has changed.
        let hadChanged = instances[old.key]?.hasChanged ?? false
        if hadChanged, old.status == .running, case .list(let waits) = old.waits { unsubscribe(old.key, from: waits) }
        instances.set(InstanceEntry(instance: new, state: state, hasChanged: true), for: new.key)
        if new.status == .running, case .list(let waits) = new.waits { subscribe(new.key, to: waits) }
    }
}
