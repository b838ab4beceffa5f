package import Messages
package import Values

/// The inbound routes of all queues. Of several for one queue the first takes a delivery whose `when` holds.
package struct InboundRoutes: Sendable {
    private let routes: TextMap<[InboundRoute]>
    private let labelled: TextMap<InboundRoute>

    package init(_ routes: [InboundRoute]) {
        self.routes = TextMap(grouping: routes, by: \.queue)
        labelled = TextMap(routes.map { ($0.label, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// All of them, by what their events are counted under.
    package var all: some Collection<InboundRoute> { labelled.values }

    /// The route that an event is counted under.
    package func route(labelled label: String) -> InboundRoute? { labelled[label] }

    /// The payload once more: what `source` gives for a delivery that was kept.
    package static func payload(of delivery: Delivery, by source: String) throws -> Value {
        let scope = try DeliveryScope(delivery)
        let expression = try RouteExpression(parsing: source)
        if expression.names.contains("body") { try scope.decodeBody() }
        return try expression.value(in: scope, at: .payload, .still)
    }

    /// What a delivery means.
    package func translate(_ delivery: Delivery, by host: RouteHost) throws(RouteFailure) -> InboundEvent {
        let scope = try DeliveryScope(delivery)
        for route in routes[delivery.queue] ?? [] {
            if let event = try route.translate(scope, host) { return event }
        }
        throw RouteFailure(stage: .route, reason: "no route of the queue \(delivery.queue) takes the message")
    }
}
