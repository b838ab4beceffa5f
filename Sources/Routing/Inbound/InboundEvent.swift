package import Events

/// What a delivery means.
package struct InboundEvent: Sendable {
    package var event: Event
    /// The instance that the sender named, if one.
    package var instance: String?
    /// What doubles are known by; `nil` where the message has no id.
    package var messageID: String?
    /// The W3C trace context that came along.
    package var traceparent: String?
    /// What keeps count of it while it is kept.
    package var route: String
    /// The expression that gives the payload again, from the delivery alone; `nil` where none can.
    package var payloadSource: String?
    /// What becomes of it when nobody waits for it.
    package var unmatched: Unmatched
}
