package import Configuration
import Operations
package import RabbitMQ

extension LinkSettings {
    /// - Parameter name: what the broker's lists of connections show.
    package init(_ broker: BrokerSettings, name: String = "bpmn-bridge") {
        let addresses = broker.addresses.map { address in
            broker.password.map { address.with(password: $0.text) } ?? address
        }
        self.init(addresses: addresses, heartbeat: broker.heartbeat, connectionName: name, tls: broker.tls)
    }
}
