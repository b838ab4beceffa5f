import Events
import Store

/// A message that ends the process comes again and would end it again. So a delivery that comes again is journalled on
/// its own before it is begun, applied alone, and parked after a few tries: it takes nobody with it.
extension Core {
    /// What is there, up to the limit; a delivery that came before, alone.
    func nextBatch() -> [Delivery] {
        if let first = arrived.first, first.redelivered { return [first] }
        return Array(arrived.prefix(settings.batch).prefix { !$0.redelivered })
    }

    /// Counts the attempt that is about to be made, unless the delivery has been applied already.
    func journal(_ batch: [Delivery], at now: Timestamp) throws {
        attempts = 0
        guard let delivery = batch.first, let id = Self.journalID(of: delivery) else { return }
        attempts = try store.transaction { transaction in
            let finding = try transaction.inboxFinding(
                id: id, source: delivery.queue, bodyHash: bodyHash(delivery.body))
            guard case .new = finding else { return 0 }
            return try transaction.countAttempt(id: id, source: delivery.queue, at: now)
        }
    }

    func apply(_ delivery: Delivery, in transaction: borrowing Transaction) throws {
        if attempts > settings.attempts {
            try work.giveUp(on: delivery, after: attempts - 1, in: transaction)
        } else {
            try work.apply(delivery, in: transaction)
        }
        if attempts > 0, let id = Self.journalID(of: delivery) {
            try transaction.forgetAttempts(id: id, source: delivery.queue)
        }
    }

    /// What attempts are counted under. Without an id, nothing tells that two deliveries are the same.
    private static func journalID(of delivery: Delivery) -> String? {
        delivery.redelivered ? delivery.properties.messageID : nil
    }
}
