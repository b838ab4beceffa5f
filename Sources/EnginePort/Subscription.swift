package import Messages

/// An instance waiting for an event.
package struct Subscription: Sendable, Hashable {
    package var kind: EventKind
    /// The message's or signal's name, the error's or escalation's code (nil catches all of that kind), a task's
    /// operation or element.
    package var name: String?
    /// Any one of these must be among the event's; nil where every event of that name matches (the message has
    /// no correlation properties, or the instance has no correlations yet).
    package var correlations: [CorrelationText]?
    /// The id of the element that waits.
    package var element: String

    package init(kind: EventKind, name: String?, correlations: [CorrelationText]?, element: String) {
        self.kind = kind
        self.name = name
        self.correlations = correlations
        self.element = element
    }
}
