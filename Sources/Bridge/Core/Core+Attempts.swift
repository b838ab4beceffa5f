import Events
import Store

/// A message that ends the process comes again and would end it again. So a delivery that comes again is journalled on
/// its own before it is begun, applied alone, and parked after a few tries: it takes nobody with it.
extension Core {
    /// What is there, up to the limit; a delivery that came before, alone.
    func nextBatch() -> [Delivery] {
        if let first = arrived.first, first.redelivered { return [first] }
        var bytes = 0
        return Array(
            arrived.prefix(settings.batch).prefix { delivery in
                defer { bytes += delivery.body.count }
                return !delivery.redelivered && (bytes == 0 || bytes + delivery.body.count <= settings.batchBytes)
            })
    }

    /// A message by what its attempts are counted under.
    struct Begun: Hashable {
        var queue: String
        var id: String
    }

    /// Counts the attempt that is about to be made, unless the delivery was parked over it already.
    func journal(_ batch: [Delivery], at now: Timestamp) throws {
        attempts = 0
        guard let delivery = batch.first, let id = Self.journalID(of: delivery) else { return }
        let message = Begun(queue: delivery.queue, id: id)
        // Begun once more because the disk was full or the link was lost: the process has not ended over it.
        if let known = begun[message] {
            attempts = known
            return
        }
        attempts = try store.transaction { transaction in
            // Parked for this very reason.
            if let message = try work.untranslated(delivery, in: transaction),
                case .duplicate = try work.known(message, delivery, in: transaction)
            {
                return 0
            }
            return try transaction.countAttempt(id: id, source: delivery.queue, at: now)
        }
        begun[message] = attempts
    }

    /// The attempt has succeeded: nobody counts any more.
    func journalEnded(_ batch: [Delivery]) {
        guard let delivery = batch.first, let id = Self.journalID(of: delivery) else { return }
        begun[Begun(queue: delivery.queue, id: id)] = nil
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
