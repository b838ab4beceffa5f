import Messages
package import StorePort
import Values

/// The facts that were read and the changes that were decided, and not yet committed: what one delivery has changed is there
/// for the next. Nothing of it is written before the round commits it as a whole.
///
/// A point among the changes can be gone back to, which is the only undo there is.
package final class WorkingSet {
    package let store: any BridgeStore
    /// What was decided, in order.
    package private(set) var changes: [Change] = []
    /// Never given twice in a process, also where the change is taken back: the relay knows rows by their number.
    var keys: LastKeys
    /// As the store had it when the round began.
    private(set) var standing: Standing

    var instances = Overlay<InstanceKey, InstanceEntry>()
    var ids = Overlay<InstanceID, InstanceKey>()
    var subscribers = Overlay<SubscriberKey, [InstanceKey]>()
    var messages = Overlay<Int64, [InboxRow]>()
    var held = Overlay<Int64, HeldEntry>()
    var heldIndex = Overlay<HeldIndexKey, [Int64]>()
    var parkedThings = Overlay<Int64, ParkedEntry>()
    var kept = Overlay<Int64, KeptAmount>()
    var sources: TextMap<Int64> = [:]
    var newSources: [String] = []
    var heldNow: Int
    var broadcastsNow: Int
    var mayHaveUntranslated: Bool

    /// - Throws: `StoreFailure` where the store cannot be read.
    package init(_ store: any BridgeStore) throws(StoreFailure) {
        self.store = store
        guard case .lastKeys(let keys) = try store.read(.lastKeys),
            case .standing(let standing) = try store.read(.standing)
        else { throw Self.misunderstood("what was asked first") }
        self.keys = keys
        self.standing = standing
        heldNow = standing.held
        broadcastsNow = standing.broadcasts
        mayHaveUntranslated = standing.mayHaveUntranslated
    }

    static func misunderstood(_ want: String) -> StoreFailure {
        StoreFailure(.misuse, "the store has answered something else than \(want)")
    }

    package func append(_ change: Change) { changes.append(change) }
}

// MARK: - Taking back

extension WorkingSet {
    /// How far it has come.
    struct Mark {
        fileprivate var changes: Int
        fileprivate var instances: Int
        fileprivate var ids: Int
        fileprivate var subscribers: Int
        fileprivate var messages: Int
        fileprivate var held: Int
        fileprivate var heldIndex: Int
        fileprivate var parkedThings: Int
        fileprivate var kept: Int
        fileprivate var newSources: Int
        fileprivate var heldNow: Int
        fileprivate var broadcastsNow: Int
    }

    var mark: Mark {
        Mark(
            changes: changes.count, instances: instances.mark, ids: ids.mark, subscribers: subscribers.mark,
            messages: messages.mark, held: held.mark, heldIndex: heldIndex.mark, parkedThings: parkedThings.mark,
            kept: kept.mark, newSources: newSources.count, heldNow: heldNow, broadcastsNow: broadcastsNow)
    }

    /// Everything that was decided since is dropped. What was read stays: it is true all the same.
    /// - Returns: the instances that had been given something.
    @discardableResult
    func takeBack(to mark: Mark) -> [InstanceID] {
        let given = changes[mark.changes...].compactMap { change -> InstanceID? in
            switch change {
            case .begin(let instance, _), .advance(let instance, _): instance.id
            default: nil
            }
        }
        changes.removeLast(changes.count - mark.changes)
        instances.takeBack(to: mark.instances)
        ids.takeBack(to: mark.ids)
        subscribers.takeBack(to: mark.subscribers)
        messages.takeBack(to: mark.messages)
        held.takeBack(to: mark.held)
        heldIndex.takeBack(to: mark.heldIndex)
        parkedThings.takeBack(to: mark.parkedThings)
        kept.takeBack(to: mark.kept)
        while newSources.count > mark.newSources, let source = newSources.popLast() { sources[source] = nil }
        heldNow = mark.heldNow
        broadcastsNow = mark.broadcastsNow
        return given
    }
}

// MARK: - A round

extension WorkingSet {
    /// Begins with what the store has now.
    package func begin() throws(StoreFailure) {
        forget()
        guard case .standing(let now) = try store.read(.standing) else { throw Self.misunderstood("how it stands") }
        standing = now
        heldNow = now.held
        broadcastsNow = now.broadcasts
    }

    /// Writes what was decided.
    package func commit() -> Committed {
        let committed = changes.isEmpty ? .done : store.commit(changes)
        if committed == .done {
            newSources.removeAll(keepingCapacity: true)
        } else {
            for source in newSources { sources[source] = nil }
        }
        forget()
        return committed
    }

    private func forget() {
        changes.removeAll(keepingCapacity: true)
        instances.removeAll()
        ids.removeAll()
        subscribers.removeAll()
        messages.removeAll()
        held.removeAll()
        heldIndex.removeAll()
        parkedThings.removeAll()
        kept.removeAll()
        newSources.removeAll(keepingCapacity: true)
    }
}
