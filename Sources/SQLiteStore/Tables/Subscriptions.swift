import Messages
import StorePort
import Values

extension Tables {
    /// What an instance waits for, in the order it was given, as its row says it.
    func subscriptions(_ bytes: [UInt8], of key: InstanceKey) throws(StoreFailure) -> [StoredSubscription] {
        let list: SubscriptionList
        do {
            list = try SubscriptionList(bytes)
        } catch {
            throw StoreFailure(.unreadable, "\(database.path): what instance \(key.number) waits for: \(error)")
        }
        var subscriptions: [StoredSubscription] = []
        subscriptions.reserveCapacity(list.entries.count)
        for entry in list.entries {
            guard let interest = mirror.now.names.interest(entry.interest) else {
                throw StoreFailure(
                    .unreadable, "\(database.path): instance \(key.number) waits for an unknown interest")
            }
            subscriptions.append(
                StoredSubscription(
                    kind: interest.kind, name: interest.name,
                    correlation: entry.correlation.isEmpty ? nil : CorrelationText(stored: entry.correlation),
                    element: entry.element))
        }
        return subscriptions
    }

    /// What an instance waited for before it is changed. Nil where that cannot be read.
    /// - Parameter list: what its row says.
    func waits(
        of instance: StoredInstance, _ list: SubscriptionList?, definition: Int64
    ) throws(StoreFailure) -> SubscriptionList? {
        guard case .list(let subscriptions) = instance.waits else { return list }
        return try self.list(subscriptions, definition: definition)
    }

    /// What instances of `definition` are to wait for, with the interests named by their keys.
    func list(
        _ subscriptions: [StoredSubscription], definition: Int64
    ) throws(StoreFailure) -> SubscriptionList {
        var list = SubscriptionList()
        list.entries.reserveCapacity(subscriptions.count)
        for subscription in subscriptions {
            list.entries.append(
                SubscriptionList.Entry(
                    interest: try interestKey(subscription.kind, name: subscription.name, definition: definition),
                    correlation: subscription.correlation?.text ?? "", element: subscription.element))
        }
        return list
    }

    /// Brings the table from `old` to `new`; what stays is not touched. Where `old` is not known, all of it goes.
    func resubscribe(
        _ instance: InstanceKey, from old: SubscriptionList?, to new: SubscriptionList
    ) throws(StoreFailure) {
        guard let old else {
            try forgetSubscriptions(of: instance)
            return try resubscribe(instance, from: SubscriptionList(), to: new)
        }
        for entry in old.missing(in: new) {
            let delete = try database.statement(
                "DELETE FROM subscription WHERE interest = ?1 AND correlation = ?2 AND instance = ?3")
            delete.bind(1, entry.interest)
            delete.bind(2, entry.correlation)
            delete.bind(3, instance.number)
            try delete.run()
        }
        for entry in new.missing(in: old) {
            if entry.correlation.isEmpty { mirror.now.names.noteTakesAny(entry.interest) }
            // Two elements of one instance may wait for the same.
            let insert = try database.statement(
                "INSERT OR IGNORE INTO subscription (interest, correlation, instance) VALUES (?1, ?2, ?3)")
            insert.bind(1, entry.interest)
            insert.bind(2, entry.correlation)
            insert.bind(3, instance.number)
            try insert.run()
        }
    }

    /// No index leads there; it is rare.
    func forgetSubscriptions(of instance: InstanceKey) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM subscription WHERE instance = ?1")
        delete.bind(1, instance.number)
        try delete.run()
    }
}
