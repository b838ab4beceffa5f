import Messages
import StorePort
import Values

extension MemoryTables {
    mutating func apply(_ change: Change) throws(StoreFailure) {
        switch change {
        case .definition(let definition):
            if !few.definitions.contains(where: { $0.hash == definition.hash }) { few.definitions.append(definition) }
        case .begin(let instance, let change): try begin(instance, change)
        case .advance(let instance, let change): try advance(instance, change)
        case .parkInstance(let instance, let reason): try park(instance, reason: reason)
        case .parkUnreadable(let key, let reason): try parkUnreadable(key, reason: reason)
        case .unpark(let instance): try unpark(instance)
        case .end(let key, let reason, let moment): try end(key, reason: reason, at: moment)
        case .forgetInstances(let keys): forget(keys)

        case .source(let name, let key): try addSource(name, key)
        case .remember(let row, let digest): try remember(row, digest)
        case .amend(let position, let outcome, let instance):
            _ = inbox.change(position) {
                $0.record.outcome = outcome
                $0.record.instance = instance
            }
        case .forgetMessage(let position): forgetMessages { key, _ in key == position }
        case .forgetMessages(let first, let last, let moment):
            forgetMessages { [instances] key, row in
                guard key > first, key <= last, row.record.at < moment else { return false }
                guard let instance = row.record.instance, let from = instances[instance.number] else { return true }
                return from.stored.ended != nil
            }

        case .hold(let event): try hold(event)
        case .releaseHeld(let position):
            guard let event = held.remove(position) else { throw Self.stale("event \(position) is not held any more") }
            count(event.row.charge, -1)

        case .append(let publication):
            guard outbox.insert(publication, at: publication.position) else {
                throw Self.misuse("publication \(publication.position) is there")
            }
            few.last.outbox = max(few.last.outbox, publication.position)
        case .delete(let positions): for position in positions { _ = outbox.remove(position) }

        case .park(let row): try park(row)
        case .releaseParked(let number):
            guard let row = parked.remove(number) else {
                throw Self.stale("nothing is parked under \(number) any more")
            }
            count(row.charge, -1)
        case .retriedInVain(let number, let reason):
            _ = parked.change(number) {
                $0.reason = reason
                $0.attempts += 1
            }
        case .tellDeath(let number): tellDeath(number)
        case .identify(let number, let key): _ = parked.change(number) { $0.key = key }
        case .giveUp(let given):
            _ = givenUp.remove(given.number)
            _ = givenUp.insert(given, at: given.number)
        case .request(let retry, _):
            let isChosen = requests.remove(retry.number)?.isChosen ?? false
            _ = requests.insert(
                RetryRequest(number: retry.number, isChosen: isChosen || retry.isChosen), at: retry.number)
        case .forgetRequest(let number): _ = requests.remove(number)
        case .pruneGivenUp(let moment, let limit):
            let old = givenUp.rows.filter { $0.at < moment }.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
            for given in old.prefix(limit) { _ = givenUp.remove(given.number) }

        case .broadcast(let broadcast): try begin(broadcast)
        case .given(let position, let key):
            _ = broadcasts.change(position) { $0.receivers.removeAll { $0 <= key.number } }
            if broadcasts[position]?.receivers.isEmpty ?? false { _ = broadcasts.remove(position) }
        case .forgetBroadcast(let position): _ = broadcasts.remove(position)
        case .death(let unit, let count, let moment): deaths[unit] = (count, moment)
        case .forgetDeath(let unit): deaths[unit] = nil
        case .pruneDeaths(let moment):
            for (unit, death) in deaths.entries where death.at < moment { deaths[unit] = nil }
        case .fact(let name, let value): facts[ExactText(name)] = value
        }
    }
}
