import Messages
import StorePort
import Values

/// Messages, held events, parked things and broadcasts.
extension MemoryTables {
    mutating func addSource(_ name: String, _ key: Int64) throws(StoreFailure) {
        if let known = sources[ExactText(name)] {
            if known != key { throw Self.stale("\(name) has the number \(known) by now") }
            return
        }
        guard sourceNames[key] == nil else { throw Self.misuse("source \(key) is there") }
        sources[ExactText(name)] = key
        sourceNames[key] = name
        few.last.source = max(few.last.source, key)
    }

    mutating func remember(_ row: InboxRow, _ digest: Int64) throws(StoreFailure) {
        guard row.position > few.last.message, inbox.insert(row, at: row.position) else {
            throw Self.misuse("message \(row.position) comes after \(few.last.message)")
        }
        digests[digest] = (digests[digest] ?? []) + [row.position]
        few.last.message = row.position
    }

    mutating func forgetMessages(where isGone: (Int64, InboxRow) -> Bool) {
        inbox.removeAll(where: isGone)
    }

    mutating func hold(_ event: HeldEvent) throws(StoreFailure) {
        guard held.insert(event, at: event.row.position) else {
            throw Self.misuse("event \(event.row.position) is held")
        }
        guard event.keys.count < 2 || Set(event.keys).count == event.keys.count else {
            throw Self.misuse("event \(event.row.position) has a key twice")
        }
        few.last.held = max(few.last.held, event.row.position)
        count(event.row.charge, 1)
    }

    mutating func park(_ row: ParkedRow) throws(StoreFailure) {
        guard parked.insert(row, at: row.number) else { throw Self.misuse("something is parked under \(row.number)") }
        few.last.parked = max(few.last.parked, row.number)
        count(row.charge, 1)
        if row.kind == .delivery, row.stage == "attempts" { few.mayHaveUntranslated = true }
    }

    mutating func tellDeath(_ number: Int64) {
        let words = "the process ended while this was retried"
        _ = parked.change(number) {
            $0.attempts += 1
            if !$0.reason.hasPrefix(words) { $0.reason = "\(words); before: \($0.reason)" }
        }
    }

    mutating func begin(_ broadcast: Broadcast) throws(StoreFailure) {
        few.last.broadcast = max(few.last.broadcast, broadcast.position)
        var receivers: [Int64] = []
        for (key, row) in instances.entries where row.stored.status == .running {
            let isReceiver = broadcast.definitions.contains { hash, correlations in
                hash == row.stored.definition
                    && row.waits.contains { $0.takes(broadcast.kind, broadcast.name, correlations) }
            }
            if isReceiver { receivers.append(key) }
        }
        if receivers.isEmpty { return }
        guard broadcasts.insert(OnItsWay(content: broadcast.content, receivers: receivers), at: broadcast.position)
        else { throw Self.misuse("event \(broadcast.position) is on its way") }
    }
}

extension StoredSubscription {
    func takes(_ kind: EventKind, _ name: String, _ correlations: [CorrelationText]) -> Bool {
        guard self.kind == kind, self.name == nil || self.name == name else { return false }
        guard let correlation else { return true }
        return correlations.contains(correlation)
    }
}
