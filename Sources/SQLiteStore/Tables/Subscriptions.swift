import Messages
package import StorePort
import Values

extension Transaction {
    /// What `instance` waits for, in the order it was given.
    package func subscriptions(of instance: StoredInstance) throws(StoreFailure) -> [StoredSubscription] {
        var subscriptions: [StoredSubscription] = []
        for entry in try waits(of: instance).entries {
            guard let interest = names.interest(entry.interest) else {
                throw StoreFailure(
                    .unreadable, "\(database.path): instance \(instance.id) waits for an unknown interest")
            }
            subscriptions.append(
                StoredSubscription(
                    kind: interest.kind, name: interest.name,
                    correlation: entry.correlation.isEmpty ? nil : CorrelationText(stored: entry.correlation),
                    element: entry.element))
        }
        return subscriptions
    }

    /// What an instance's row says it waits for.
    func waits(of instance: StoredInstance) throws(StoreFailure) -> SubscriptionList {
        do {
            return try SubscriptionList(instance.waits)
        } catch {
            throw StoreFailure(.unreadable, "\(database.path): what instance \(instance.id) waits for: \(error)")
        }
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

    /// Brings the table from `old` to `new`; what stays is not touched.
    func resubscribe(
        _ instance: InstanceKey, from old: SubscriptionList, to new: SubscriptionList
    ) throws(StoreFailure) {
        for entry in old.missing(in: new) {
            let delete = try database.statement(
                "DELETE FROM subscription WHERE interest = ?1 AND correlation = ?2 AND instance = ?3")
            delete.bind(1, entry.interest)
            delete.bind(2, entry.correlation)
            delete.bind(3, instance.number)
            try delete.run()
        }
        for entry in new.missing(in: old) {
            if entry.correlation.isEmpty { names.noteTakesAny(entry.interest) }
            // Two elements of one instance may wait for the same.
            let insert = try database.statement(
                "INSERT OR IGNORE INTO subscription (interest, correlation, instance) VALUES (?1, ?2, ?3)")
            insert.bind(1, entry.interest)
            insert.bind(2, entry.correlation)
            insert.bind(3, instance.number)
            try insert.run()
        }
    }
}
