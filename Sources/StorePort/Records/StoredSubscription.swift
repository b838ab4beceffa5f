package import Messages

/// One row of what an instance waits for; an element with several correlations has a row for each.
package struct StoredSubscription: Sendable, Hashable {
    package var kind: EventKind
    /// Nil catches every name of that kind.
    package var name: String?
    /// Nil matches every event of that name.
    package var correlation: CorrelationText?
    /// The id of the element that waits.
    package var element: String

    package init(kind: EventKind, name: String?, correlation: CorrelationText?, element: String) {
        self.kind = kind
        self.name = name
        self.correlation = correlation
        self.element = element
    }
}
