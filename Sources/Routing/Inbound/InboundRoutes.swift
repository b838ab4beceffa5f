package import Events

/// The inbound routes of all queues. Of several for one queue the first takes a delivery whose `when` holds.
package struct InboundRoutes: Sendable {
    private let routes: [String: [InboundRoute]]

    package init(_ routes: [InboundRoute]) {
        self.routes = Dictionary(grouping: routes, by: \.queue)
    }

    /// What a delivery means.
    package func translate(_ delivery: Delivery) throws(RouteFailure) -> InboundEvent {
        let scope = try DeliveryScope(delivery)
        for route in routes[delivery.queue] ?? [] {
            if let event = try route.translate(scope) { return event }
        }
        throw RouteFailure(stage: .route, reason: "no route of the queue \(delivery.queue) takes the message")
    }
}
