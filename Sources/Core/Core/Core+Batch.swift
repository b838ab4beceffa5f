import Messages
import StorePort
import Values

extension Core {
    /// What is there, up to the limits. What the process has died in before goes alone, so that it takes nobody with it.
    func nextBatch() -> [Delivery] {
        let isCareful = units.suspects(.delivery)
        let isAgain = arrived.first?.redelivered ?? false
        let limit = isAgain ? min(settings.batch, settings.redeliveredBatch) : settings.batch
        var bytes = 0
        let batch = arrived.prefix(limit).prefix { delivery in
            defer { bytes += delivery.body.count }
            return (bytes == 0 || bytes + delivery.body.count <= settings.batchBytes)
                && !(isCareful && units.isSuspect(WorkUnit(delivery, seed: units.seed)))
        }
        return Array(batch.isEmpty ? arrived.prefix(1) : batch)
    }
}
