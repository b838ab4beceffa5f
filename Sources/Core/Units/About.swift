package import Messages
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

extension Round {
    package func about(_ key: InstanceKey) -> String {
        guard let instance = try? set.instance(key) else { return "" }
        return "\(instance.process) \(instance.id) \(instance.causedBy ?? "")"
    }

    package func about(parked number: Int64) -> String {
        let content = (try? set.parked(number: number)).flatMap { try? $0?.parked(.byRoute).content }
        return switch content {
        case .delivery(let kept): kept.delivery.about
        case .event(let incoming): incoming.about
        case .publication(let publication, _): publication.routingKey
        case .instance(let key, _): about(key)
        case nil: ""
        }
    }
}
