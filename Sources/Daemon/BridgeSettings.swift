package import AMQP
import Core
import Operations
package import RabbitMQ

/// What the shell needs to reach the broker, and how long it is patient.
package struct BridgeSettings: Sendable {
    package var links: LinkSettings
    /// What the consuming link makes sure of: queues, their dead-letter queues, bindings.
    package var consuming: Topology
    /// What the publishing link makes sure of: exchanges, queues bound to them.
    package var publishing: Topology
    package var prefetch: Int
    /// Whether the last run was killed, or ended by a fault: what was under way then is redelivered.
    package var wasUnclean = false
    /// How long a graceful stop waits for what is under way, and then again for the links to close.
    package var grace = Duration.seconds(10)

    /// Where commands reach the running bridge; nil for nowhere.
    package var control: SocketPath?

    package init(links: LinkSettings, consuming: Topology, publishing: Topology, prefetch: Int) {
        self.links = links
        self.consuming = consuming
        self.publishing = publishing
        self.prefetch = prefetch
    }

    func link(named name: String, _ journal: any LinkJournal) -> LinkSettings {
        var link = links
        link.journal = journal
        link.connectionName = "\(links.connectionName) \(name)"
        return link
    }
}
