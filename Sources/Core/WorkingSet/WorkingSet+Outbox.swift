import Messages
import StorePort
import Values

extension WorkingSet {
    /// Keeps a publication until the broker has confirmed it; its position.
    /// - Parameters:
    ///   - number: the one under which it was parked, if a person retries it: parked again, it has it again.
    ///   - attempts: how often it was given to the broker and not taken.
    func append(
        _ publication: Publication, lane: Lane, at now: Timestamp, retrying number: Int64? = nil, attempts: Int = 0
    ) -> Int64 {
        var properties = ByteWriter()
        properties.write(propertiesOf: publication)
        keys.outbox += 1
        append(
            .append(
                PendingPublication(
                    position: keys.outbox, lane: lane, created: now, attempts: attempts,
                    exchange: publication.exchange, routingKey: publication.routingKey, body: publication.body,
                    properties: properties.bytes, parked: number)))
        return keys.outbox
    }

    /// Publications after `position` that are committed, in the order they were appended.
    func pending(after position: Int64, limit: Int) throws(StoreFailure) -> [PendingPublication] {
        guard case .outbox(let rows) = try store.read(.outbox(after: position, limit: limit)) else {
            throw Self.misunderstood("publications")
        }
        return rows
    }

    /// Forgets publications that the broker has confirmed.
    func delete(_ positions: [Int64]) {
        if !positions.isEmpty { append(.delete(positions)) }
    }

    /// Moves a publication that the broker has not taken from the outbox to what is parked: those behind it go on.
    func parkPublication(_ position: Int64, reason: String, at now: Timestamp) throws(StoreFailure) {
        guard case .outbox(let rows) = try store.read(.publication(position)) else {
            throw Self.misunderstood("a publication")
        }
        // What is not in the outbox any more needs nothing.
        guard let row = rows.first else { return }
        var content = ByteWriter(reserving: row.body.count + row.properties.count + 256)
        content.write(publication: row)
        var instance: InstanceKey?
        if case .instance(let key) = row.lane { instance = key }
        delete([position])
        let number: Int64
        if let old = row.parked {
            number = old
        } else {
            keys.parked += 1
            number = keys.parked
        }
        keep(
            ParkedRow(
                number: number, kind: .publication, stage: "publish", reason: reason, at: now,
                attempts: row.attempts + 1, instance: instance, processes: try processes(of: instance),
                content: content.bytes))
    }
}
