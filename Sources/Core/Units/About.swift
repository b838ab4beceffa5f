package import Messages
package import SQLiteStore
package import StorePort
import Values

/// What units concern, in a line: for builds that die on demand, which have it made. Others never do.
extension Delivery {
    package var about: String {
        "\(queue) \(properties.messageID ?? "") \(String(decoding: body.prefix(4096), as: UTF8.self))"
    }
}

extension IncomingEvent {
    package var about: String {
        "\(EventKey(event)) \(causedBy ?? "") \(JSON.text(of: event.payload))"
    }
}

extension HeldRow {
    package var about: String { (try? incoming(.byRoute))?.about ?? "" }
}

extension PendingPublication {
    package var about: String { "\(exchange) \(routingKey) \(String(decoding: body.prefix(4096), as: UTF8.self))" }
}

extension UnitOfWork {
    package func about(_ key: InstanceKey, in transaction: borrowing Transaction) -> String {
        guard let instance = try? transaction.instance(key) else { return "" }
        return "\(instance.process) \(instance.id) \(instance.causedBy ?? "")"
    }

    package func about(parked number: Int64, in transaction: borrowing Transaction) -> String {
        let content = (try? transaction.parked(number: number)).flatMap { try? $0?.parked(.byRoute).content }
        return switch content {
        case .delivery(let kept): kept.delivery.about
        case .event(let incoming): incoming.about
        case .publication(let publication, _): publication.routingKey
        case .instance(let key, _): about(key, in: transaction)
        case nil: ""
        }
    }
}
