package import Messages
package import Values

/// What a delivery means.
package struct InboundEvent: Sendable {
    package var event: Event
    /// The instance that the sender named, if one.
    package var instance: String?
    /// The id that its sender gave it, if one.
    package var messageID: String?
    /// What duplicates are known by; `nil` if the message has no id.
    package var identity: MessageIdentity?
    /// What is compared with an earlier message of the same identity: the payload, mostly.
    package var compared: Value
    /// The W3C trace context that came along.
    package var traceparent: String?
    /// What keeps count of it while it is kept.
    package var route: String
    /// The expression that gives the payload again, from the delivery alone; `nil` where none can.
    package var payloadSource: String?
    /// By what its sender may address an instance.
    package var accept: Acceptance
    /// What becomes of it when nobody waits for it.
    package var unmatched: Unmatched
}
