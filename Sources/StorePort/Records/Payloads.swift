import Messages
package import Values

/// Gives the payload of an event again, from the delivery it came with: what can be had from its body is not kept twice.
package struct Payloads: Sendable {
    package typealias Reading = @Sendable (_ delivery: KeptDelivery, _ source: String) throws -> Value

    private let reading: Reading

    /// - Parameter reading: what `source` gives for a delivery.
    package init(_ reading: @escaping Reading) { self.reading = reading }

    package func payload(of delivery: KeptDelivery, by source: String) throws -> Value { try reading(delivery, source) }
}

extension IncomingEvent {
    /// With its payload, as it was before it was kept.
    package func whole(_ payloads: Payloads) throws -> IncomingEvent {
        guard let payloadSource, let origin else { return self }
        var whole = self
        whole.event.payload = try payloads.payload(of: origin, by: payloadSource)
        return whole
    }
}
