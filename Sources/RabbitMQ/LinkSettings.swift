package import AMQP

/// How the links reach the broker.
package struct LinkSettings: Sendable {
    /// Tried in this order; the next one at once when one fails.
    package var addresses: [BrokerAddress]
    /// 5 to 20 s are sensible; the broker may ask for less.
    package var heartbeat: Duration
    /// For TCP and TLS, shared by all addresses of a name; resolving the name is not covered by it.
    var connectTimeout: Duration
    /// For every answer we wait for while setting up.
    package var answerTimeout: Duration
    /// A publication unconfirmed for longer ends the connection: everything unconfirmed is published again.
    package var confirmTimeout: Duration
    /// What the broker's lists of connections show.
    package var connectionName: String
    /// A delivery larger than this is not kept in memory: it is handed over empty, with a defect.
    package var bodyLimit: Int
    /// While unsettled deliveries hold so many bytes of bodies, no more are read; the prefetch counts only messages.
    var unsettledBytesLimit: Int
    package var tls: TLSSettings
    package var backoff: Backoff
    /// Where a link notes what it is at; nil for nowhere.
    package var journal: (any LinkJournal)?
    /// What addresses a name and a port stand for.
    var lookUp: LookUp = HostAddress.lookUp

    typealias LookUp = @Sendable (_ host: String, _ port: Int) throws(LinkProblem) -> [HostAddress]
    /// What all links made from this one tell each other.
    let news = BrokerNews()

    package init(
        addresses: [BrokerAddress], heartbeat: Duration = .seconds(10), connectTimeout: Duration = .seconds(5),
        answerTimeout: Duration = .seconds(10), confirmTimeout: Duration = .seconds(60),
        connectionName: String = "bpmn-bridge", bodyLimit: Int = MessageLimits.keptBody,
        unsettledBytesLimit: Int = 64 << 20,
        tls: TLSSettings = TLSSettings(),
        backoff: Backoff = Backoff()
    ) {
        self.addresses = addresses
        self.heartbeat = heartbeat
        self.connectTimeout = connectTimeout
        self.answerTimeout = answerTimeout
        self.confirmTimeout = confirmTimeout
        self.connectionName = connectionName
        self.bodyLimit = bodyLimit
        self.unsettledBytesLimit = unsettledBytesLimit
        self.tls = tls
        self.backoff = backoff
    }
}
