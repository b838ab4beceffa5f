import Messages
import StorePort
import Values

/// An instance that a person gives up leaves nothing behind that somebody would have to look at.
extension Round {
    /// Ends a parked instance where it stands, and gives up what is parked of it. What it has put into the outbox still
    /// goes out: it was emitted. What is held for it by name ends as its route says.
    func end(_ key: InstanceKey, why: String) throws {
        guard set.end(parked: key, reason: why, at: now) else { return }
        while let row = try set.parked(of: key, limit: 1).first {
            let content = try? row.parked(.byRoute).content
            set.giveUp(row, why: why, subject: try subject(of: row, content), at: now)
        }
        guard set.holdsAny(), let instance = try set.instance(key) else { return }
        for kind in EventKind.allCases {
            let query = HeldQuery(
                kind: kind, name: nil, openly: false, keys: [.addressee(instance.id)], limit: 1)
            while let held = try set.held(query).first {
                guard let incoming = try readOrPark(held) else { continue }
                set.release(held: held)
                count(try giveUp(incoming, reason: "the instance \(instance.id) was discarded"))
            }
        }
    }

    /// The id of the message, or of the instance, that a parked thing is about.
    func subject(
        of row: ParkedRow, _ content: ParkedContent?
    ) throws -> String? {
        switch content {
        case .event(let incoming): return incoming.causedBy
        case .delivery(let kept): return kept.properties.messageID
        case .publication(let publication, _): return publication.properties.messageID
        case .instance, nil:
            guard let key = row.instance else { return nil }
            return (try? set.instance(key))?.id.text
        }
    }
}
