import Messages
import Values

/// The headers of a delivery that are read without an expression.
enum InboundHeaders {
    /// Whether the broker itself writes this header, a different one at each delivery.
    static func isOfBroker(_ name: String) -> Bool {
        guard name.utf8.starts(with: "x-".utf8) else { return false }
        return name == "x-delivery-count" || name == "x-acquired-count" || name == "x-death"
            || name.hasPrefix("x-first-death-") || name.hasPrefix("x-last-death-")
    }

    static func traceparent(of delivery: Delivery) -> String? {
        let properties = delivery.properties
        return properties.unreadableHeaders["traceparent"] == nil ? properties.headers["traceparent"]?.asString : nil
    }

    /// What another bridge says the event is correlated by: a table of tables. A header of that name that is not a table is
    /// ignored: it was not written by a bridge.
    static func correlations(of delivery: Delivery) throws(RouteFailure) -> Correlations {
        let own = "x-correlation"
        guard case .dict(let keys)? = delivery.properties.headers[own] else { return [:] }
        if let reason = delivery.properties.unreadableHeaders[own] {
            throw RouteFailure(stage: .correlations, reason: reason)
        }
        var correlations: Correlations = [:]
        for (key, properties) in keys {
            guard case .dict(let properties) = properties else {
                throw RouteFailure(
                    stage: .correlations,
                    reason: "the header x-correlation must hold a table for each key; \(key.prefix(60)) is none")
            }
            correlations[key] = properties
        }
        return correlations
    }
}
