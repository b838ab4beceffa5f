package import AMQP
package import Configuration
import RabbitMQ

extension BridgeSettings {
    package init(_ configuration: BridgeConfiguration) {
        self.init(
            links: LinkSettings(configuration.broker), consuming: configuration.consuming,
            publishing: configuration.publishing, prefetch: configuration.broker.prefetch)
    }
}

extension BridgeConfiguration {
    /// Queues to consume, their dead-letter queues and what they are bound to.
    package var consuming: Topology {
        var topology = Topology()
        for route in inbound {
            topology.consume(
                route.queue, type: route.type, dead: route.dead, from: route.bindings)
        }
        return topology
    }

    /// Exchanges to publish to, and queues bound to them.
    package var publishing: Topology {
        var topology = Topology()
        for route in outbound {
            guard let exchange = route.exchange else { continue }
            topology.publish(to: ExchangeDeclaration(name: exchange), bind: route.bind)
        }
        return topology
    }
}
