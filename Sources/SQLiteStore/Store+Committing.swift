import Messages
package import StorePort
import Values

extension Store {
    /// What breaks a rule of the store, or names a row that cannot be read, is a bug of the caller: done again, it would fail
    /// again. Nothing is written then, and the answer is `lost`, so that it cannot go unnoticed.
    package func commit(_ changes: [Change]) -> Committed {
        do {
            // Outside the transaction: it holds nothing up, and nothing is written where it fails.
            let lists = try changes.map { (change) throws(StoreFailure) in try Self.waits(before: change) }
            try transaction { tables throws in
                for place in changes.indices { try tables.apply(changes[place], waitsBefore: lists[place]) }
            }
            return .done
        } catch let failure as StoreFailure {
            return switch failure.kind {
            case .stale: .stale(reason: failure.message)
            case .full: .full(reason: failure.message)
            default: .lost(failure)
            }
        } catch {
            return .lost(StoreFailure(.misuse, "\(error)"))
        }
    }

    /// What an instance waited for before it is changed, if its row said so and can be read.
    static func waits(before change: Change) throws(StoreFailure) -> SubscriptionList? {
        switch change {
        case .advance(let instance, _), .parkInstance(let instance, _):
            guard case .stored(let bytes) = instance.waits else { return nil }
            return try? SubscriptionList(bytes)
        case .unpark(let instance):
            guard case .stored(let bytes) = instance.waits else { return nil }
            do {
                return try SubscriptionList(bytes)
            } catch {
                throw StoreFailure(.unreadable, "what instance \(instance.id) waits for: \(error)")
            }
        default: return nil
        }
    }
}

extension Tables {
    /// - Parameter list: what the instance waited for as its row says; nil where it cannot be read, or the core knows.
    func apply(_ change: Change, waitsBefore list: SubscriptionList?) throws(StoreFailure) {
        switch change {
        case .definition(let definition): try remember(definition)
        case .begin(let instance, let change): try begin(instance, change)
        case .advance(let instance, let change): try advance(instance, change, waitsBefore: list)
        case .parkInstance(let instance, let reason): try park(instance, reason: reason, waitsBefore: list)
        case .parkUnreadable(let key, let reason): try parkUnreadable(key, reason: reason)
        case .unpark(let instance): try unpark(instance, waitsBefore: list)
        case .end(let key, let reason, let moment): try end(parked: key, reason: reason, at: moment)
        case .forgetInstances(let keys): try forget(keys)

        case .source(let name, let key): try addSource(name, key: key)
        case .remember(let row, let digest): try remember(row, digest: digest)
        case .amend(let position, let outcome, let instance): try amend(position, outcome, instance: instance)
        case .forgetMessage(let position): try forgetMessage(position)
        case .forgetMessages(let first, let last, let moment):
            try forgetMessages(after: first, upTo: last, before: moment)

        case .hold(let event): try hold(event)
        case .releaseHeld(let position): try release(held: position)

        case .append(let publication): try append(publication)
        case .delete(let positions): try delete(positions)

        case .park(let row): try park(row)
        case .releaseParked(let number): try release(parked: number)
        case .retriedInVain(let number, let reason): try retriedInVain(parked: number, reason: reason)
        case .tellDeath(let number): try tellDeath(inRetryOf: number)
        case .identify(let number, let key): try identify(parked: number, key)
        case .giveUp(let given): try keep(given)
        case .request(let retry, let moment): try request(retry, at: moment)
        case .forgetRequest(let number): try forgetRequest(parked: number)
        case .pruneGivenUp(let moment, let limit): try pruneGivenUp(before: moment, limit: limit)

        case .broadcast(let broadcast): try begin(broadcast)
        case .given(let position, let key): try given(position, upTo: key)
        case .forgetBroadcast(let position): try forgetBroadcast(position)
        case .death(let unit, let count, let moment): try set(count, of: unit, at: moment)
        case .forgetDeath(let unit): try forgetDeaths(of: unit)
        case .pruneDeaths(let moment): try pruneDeaths(before: moment)
        case .fact(let name, let value): try setFact(name, to: value)
        }
    }
}
