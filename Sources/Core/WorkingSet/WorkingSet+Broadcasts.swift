import Messages
import StorePort
import Values

/// Events on their way to very many.
extension WorkingSet {
    var isBroadcasting: Bool { broadcastsNow > 0 }

    /// Keeps an event with a record for each instance that waits for it now. There must be one.
    func broadcast(
        _ incoming: IncomingEvent, name: String, in definitions: [(hash: String, correlations: [CorrelationText])]
    ) {
        var content = ByteWriter()
        content.write(incoming)
        keys.broadcast += 1
        append(
            .broadcast(
                Broadcast(
                    position: keys.broadcast, kind: incoming.event.kind, name: name, definitions: definitions,
                    content: content.bytes)))
        broadcastsNow += 1
    }

    /// The oldest that is committed, with its next receivers.
    func nextBroadcast(receivers limit: Int) throws(StoreFailure) -> BroadcastRow? {
        guard case .broadcast(let row) = try store.read(.broadcast(receivers: limit)) else {
            throw Self.misunderstood("a broadcast")
        }
        return row
    }

    /// These have been given it; without a receiver left it is forgotten.
    func given(_ row: BroadcastRow) {
        if let last = row.receivers.last { append(.given(broadcast: row.position, upTo: last)) }
        if row.isLast { forget(row) }
    }

    /// Parks an event that cannot be read, as it stands; its receivers are forgotten.
    func park(_ row: BroadcastRow, stage: String, reason: String, at now: Timestamp) {
        forget(row)
        keys.parked += 1
        keep(
            ParkedRow(
                number: keys.parked, kind: .event, stage: stage, reason: reason, at: now, attempts: 1, processes: [],
                content: row.content))
    }

    private func forget(_ row: BroadcastRow) {
        append(.forgetBroadcast(row.position))
        broadcastsNow -= 1
    }
}
