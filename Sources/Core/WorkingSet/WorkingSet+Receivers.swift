import Messages
package import StorePort
import Values

/// What instances wait for that have changed.
struct SubscriberKey: Hashable {
    var kind: EventKind
    /// Nil: every name.
    var name: String?
    /// Nil: every event of the name.
    var correlation: CorrelationText?
}

extension WorkingSet {
    func subscribe(_ instance: InstanceKey, to waits: [StoredSubscription]) {
        for wait in waits {
            let key = SubscriberKey(kind: wait.kind, name: wait.name, correlation: wait.correlation)
            let known = subscribers[key] ?? []
            if !known.contains(instance) { subscribers.set(known + [instance], for: key) }
        }
    }

    func unsubscribe(_ instance: InstanceKey, from waits: [StoredSubscription]) {
        for wait in waits {
            let key = SubscriberKey(kind: wait.kind, name: wait.name, correlation: wait.correlation)
            guard let known = subscribers[key], known.contains(instance) else { continue }
            subscribers.set(known.filter { $0 != instance }, for: key)
        }
    }

    /// The running instances that wait for it, in the order they began.
    package func waiting(_ query: ReceiverQuery) throws(StoreFailure) -> [InstanceKey] {
        var found = try unchanged(query)
        if subscribers.isEmpty { return found }
        let unchangedCount = found.count
        for name in [query.name, nil] {
            collect(SubscriberKey(kind: query.kind, name: name, correlation: nil), query, into: &found)
            for correlation in query.correlations {
                collect(SubscriberKey(kind: query.kind, name: name, correlation: correlation), query, into: &found)
            }
        }
        if found.count == unchangedCount { return found }
        found.sort()
        return found.count > query.limit ? Array(found.prefix(query.limit)) : found
    }

    private func collect(_ key: SubscriberKey, _ query: ReceiverQuery, into found: inout [InstanceKey]) {
        for instance in subscribers[key] ?? []
        where instances[instance]?.instance?.definition == query.definition && !found.contains(instance)
            && query.after.map({ $0 < instance }) ?? true
        {
            found.append(instance)
        }
    }

    /// Those that are as the store has them.
    private func unchanged(_ query: ReceiverQuery) throws(StoreFailure) -> [InstanceKey] {
        var query = query
        var found: [InstanceKey] = []
        while true {
            guard case .keys(let page) = try store.read(.receivers(query)) else {
                throw Self.misunderstood("receivers")
            }
            found += page.filter { !(instances[$0]?.hasChanged ?? false) }
            guard page.count == query.limit, found.count < query.limit, let last = page.last else { return found }
            query.after = last
        }
    }
}
