package import AMQP
package import Configuration
import Operations
package import RabbitMQ

extension LinkSettings {
    /// - Parameter name: what the broker's lists of connections show.
    package init(_ broker: BrokerSettings, name: String = "bpmn-bridge") throws(BrokerAddressError) {
        var addresses: [BrokerAddress] = []
        for url in broker.urls {
            let address = try BrokerAddress(url: url)
            addresses.append(broker.password.map { address.with(password: $0.text) } ?? address)
        }
        self.init(
            addresses: addresses, heartbeat: broker.heartbeat, connectionName: name,
            tls: RabbitMQ.TLSSettings(
                authorities: broker.tls.authorities, certificate: broker.tls.certificate, key: broker.tls.key,
                login: broker.tls.login.map { $0 == .password ? .password : .certificate }))
    }
}
