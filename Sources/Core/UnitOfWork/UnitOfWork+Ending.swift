import Messages
import SQLiteStore
import StorePort
import Values

/// An instance that a person gives up leaves nothing behind that somebody would have to look at.
extension UnitOfWork {
    /// Ends a parked instance where it stands, and gives up what is parked of it. What it has put into the outbox still
    /// goes out: it was emitted. What is held for it by name ends as its route says.
    func end(_ key: InstanceKey, why: String, in transaction: borrowing Transaction) throws {
        guard try transaction.end(parked: key, reason: why, at: now) else { return }
        while let row = try transaction.parked(of: key, limit: 1).first {
            let content = try? row.parked(.byRoute).content
            try transaction.giveUp(row, why: why, subject: try subject(of: row, content, in: transaction), at: now)
        }
        guard transaction.holdsAny(), let instance = try transaction.instance(key) else { return }
        for kind in EventKind.allCases {
            let keys = [HeldKey.addressee(instance.id)]
            while let held = try transaction.held(kind, name: nil, keys: keys, limit: 1).first {
                guard let incoming = try readOrPark(held, in: transaction) else { continue }
                try transaction.release(held: held.position)
                count(try giveUp(incoming, reason: "the instance \(instance.id) was discarded", in: transaction))
            }
        }
    }

    /// The id of the message, or of the instance, that a parked thing is about.
    func subject(
        of row: ParkedRow, _ content: ParkedContent?, in transaction: borrowing Transaction
    ) throws -> String? {
        switch content {
        case .event(let incoming): return incoming.causedBy
        case .delivery(let kept): return kept.properties.messageID
        case .publication(let publication, _): return publication.properties.messageID
        case .instance, nil:
            guard let key = row.instance else { return nil }
            return (try? transaction.instance(key))?.id.text
        }
    }
}
