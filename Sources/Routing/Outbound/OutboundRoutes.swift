package import Messages

/// The outbound routes in their order; the first that matches an event takes it.
package struct OutboundRoutes: Sendable {
    package let routes: [OutboundRoute]

    package init(_ routes: [OutboundRoute]) { self.routes = routes }

    /// The route of an event that a process emits; `nil` where none matches: then it is
    /// for instances of this bridge only.
    package func route(for event: Event, of process: String) -> OutboundRoute? {
        routes.first { $0.match.matches(event, of: process) }
    }
}
