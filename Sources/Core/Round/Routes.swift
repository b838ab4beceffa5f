package import Routing

/// The routes of the configuration, as a round uses them.
package struct Routes: Sendable {
    package var inbound: InboundRoutes
    package var outbound: OutboundRoutes
    /// Queue → its dead-letter queue, where the configuration names another than `<queue>.dead`.
    package var deadLetterQueues: TextMap<String>

    package init(inbound: InboundRoutes, outbound: OutboundRoutes, deadLetterQueues: TextMap<String> = [:]) {
        self.inbound = inbound
        self.outbound = outbound
        self.deadLetterQueues = deadLetterQueues
    }

    func deadLetterQueue(of queue: String) -> String { deadLetterQueues[queue] ?? queue + ".dead" }
}
