import Messages
package import StorePort
import Values

/// A parked thing as it is now.
enum ParkedEntry {
    case parked(ParkedRow)
    case released
}

extension WorkingSet {
    /// Parks something for a person; its number. What was retried in vain goes back under its old one.
    func park(_ parked: Parked, number: Int64? = nil) throws(StoreFailure) -> Int64 {
        var content = ByteWriter()
        content.write(parked.content)
        let instance = parked.content.instance
        let charge = try charge(parked.content.route, bytes: content.bytes.count)
        let processes = parked.processes.isEmpty ? try processes(of: instance) : parked.processes
        let given: Int64
        if let number {
            given = number
        } else {
            keys.parked += 1
            given = keys.parked
        }
        keep(
            ParkedRow(
                number: given, kind: parked.content.kind, stage: parked.stage, reason: parked.reason, at: parked.at,
                attempts: parked.attempts, instance: instance, key: parked.key, processes: processes, charge: charge,
                content: content.bytes))
        return given
    }

    func keep(_ row: ParkedRow) {
        append(.park(row))
        parkedThings.set(.parked(row), for: row.number)
        add(row.charge)
    }

    /// The process of an instance, also of one whose row cannot be read as a whole.
    func processes(of instance: InstanceKey?) throws(StoreFailure) -> [String] {
        guard let instance else { return [] }
        if let known = instances[instance]?.instance { return [known.process] }
        guard case .text(let process) = try store.read(.process(instance)) else {
            throw Self.misunderstood("a process")
        }
        return process.map { [$0] } ?? []
    }

    /// One parked thing.
    package func parked(number: Int64) throws(StoreFailure) -> ParkedRow? {
        switch parkedThings[number] {
        case .parked(let row)?: return row
        case .released?: return nil
        case nil:
            guard case .parked(let rows) = try store.read(.parked(number)) else {
                throw Self.misunderstood("what is parked")
            }
            return rows.first
        }
    }

    /// What is parked of an instance, the oldest first.
    func parked(of instance: InstanceKey, limit: Int) throws(StoreFailure) -> [ParkedRow] {
        guard case .parked(let rows) = try store.read(.parkedOf(instance, limit: limit + parkedThings.mark)) else {
            throw Self.misunderstood("what is parked")
        }
        return merged(rows, limit) { $0.instance == instance }
    }

    /// What else is parked of the same message, with another content; the oldest first.
    package func otherBodies(of row: ParkedRow, limit: Int = 100) throws(StoreFailure) -> [ParkedRow] {
        guard let key = row.key else { return [] }
        return try parked(of: key, limit: limit)
    }

    func parked(of key: MessageKey, limit: Int = 100) throws(StoreFailure) -> [ParkedRow] {
        let most = limit == .max ? limit : limit + parkedThings.mark
        guard case .parked(let rows) = try store.read(.otherBodies(key, limit: most)) else {
            throw Self.misunderstood("what is parked")
        }
        return merged(rows, limit) { $0.key?.identity == key.identity && $0.key?.content != key.content }
    }

    /// Rows of the store, and of those that have changed the ones that belong to them.
    private func merged(_ rows: [ParkedRow], _ limit: Int, _ belongs: (ParkedRow) -> Bool) -> [ParkedRow] {
        if parkedThings.isEmpty { return rows }
        var merged = rows.filter { parkedThings[$0.number] == nil }
        for case (_, .parked(let row)) in parkedThings.all where belongs(row) { merged.append(row) }
        merged.sort { $0.number < $1.number }
        return Array(merged.prefix(limit))
    }

    /// Forgets a parked thing: it was retried or discarded.
    func release(parked row: ParkedRow) {
        append(.release(parked: row.number))
        parkedThings.set(.released, for: row.number)
        remove(row.charge)
    }

    /// A retry failed before it could say more: what is parked stays, with the new reason.
    func retriedInVain(parked number: Int64, reason: String) throws(StoreFailure) {
        guard var row = try parked(number: number) else { return }
        append(.retriedInVain(parked: number, reason: reason))
        row.reason = reason
        row.attempts += 1
        parkedThings.set(.parked(row), for: number)
    }

    /// Says of what an older version parked of this message that it is the same; it kept no more than queue and id.
    func join(oldForm id: String, source: String, to key: MessageKey) throws(StoreFailure) {
        guard case .parked(let rows) = try store.read(.parkedWithoutKey) else {
            throw Self.misunderstood("what is parked")
        }
        for var row in rows where parkedThings[row.number] == nil {
            switch try? row.kept() {
            case .event(let incoming) where incoming.causedBy == id && incoming.origin?.queue == source: break
            case .delivery(let kept) where kept.properties.messageID == id && kept.queue == source: break
            case .event, .delivery, .instance, .publication, nil: continue
            }
            // Unlike that of any other body: which one it is can be told no more.
            let own = MessageKey(identity: key.identity, content: ~key.content &+ row.number)
            append(.identify(parked: row.number, own))
            row.key = own
            parkedThings.set(.parked(row), for: row.number)
        }
    }

    /// Forgets a parked thing, and keeps why.
    /// - Parameter subject: the id of the message or of the instance.
    func giveUp(_ row: ParkedRow, why: String, subject: String?, at now: Timestamp) {
        release(parked: row)
        append(
            .giveUp(
                GivenUp(
                    number: row.number, at: now, why: why, kind: row.kind, stage: row.stage, reason: row.reason,
                    processes: row.processes, subject: subject)))
    }
}
