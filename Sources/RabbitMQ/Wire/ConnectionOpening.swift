import CRabbitMQ
import Events

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The way from nothing to an open channel: TCP, TLS, login, channel.
struct ConnectionOpening {
    let state: amqp_connection_state_t
    let address: BrokerAddress
    let settings: LinkSettings
    var writer: PropertyWriter

    mutating func run() throws(LinkProblem) {
        try openSocket()
        try tuneSocket(amqp_get_sockfd(state))
        do throws(CallFailure) {
            try CallFailure.check(try logIn(), of: state)
        } catch {
            throw refusal(error)
        }
        try openChannel(state)
    }

    private func openSocket() throws(LinkProblem) {
        let socket = address.isEncrypted ? amqp_ssl_socket_new(state) : amqp_tcp_socket_new(state)
        guard let socket else { throw LinkProblem(.unreachable, "there is no memory left for a socket") }
        if address.isEncrypted { try setUpTLS(socket) }
        var limit = timeval(settings.connectTimeout)
        let status = amqp_socket_open_noblock(socket, address.host, Int32(clamping: address.port), &limit)
        if status != AMQP_STATUS_OK.rawValue {
            // The library says "a socket error", whatever the system said to it.
            let words =
                status == AMQP_STATUS_SOCKET_ERROR.rawValue
                ? "nothing listens there, or no way leads there" : LinkProblem.words(for: status)
            throw LinkProblem(.unreachable, "\(address) is not reachable: \(words)")
        }
    }

    private func setUpTLS(_ socket: OpaquePointer) throws(LinkProblem) {
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        // The library does not look at the system's authorities by itself.
        let authorities = settings.tls.authorities ?? "/etc/ssl/certs/ca-certificates.crt"
        if amqp_ssl_socket_set_cacert(socket, authorities) != AMQP_STATUS_OK.rawValue {
            throw LinkProblem(.topologyRefused, "\(authorities) holds no certificates of authorities (PEM)")
        }
        guard let certificate = settings.tls.certificate else { return }
        // For an encrypted key OpenSSL would ask at the terminal; an empty password makes it fail instead.
        amqp_ssl_socket_set_key_passwd(socket, "")
        let key = settings.tls.key ?? certificate
        if amqp_ssl_socket_set_key(socket, certificate, key) != AMQP_STATUS_OK.rawValue {
            throw LinkProblem(.topologyRefused, "\(certificate) and \(key) are no certificate and its unencrypted key")
        }
    }

    /// The kernel then gives up on a peer that is gone, whatever the library is doing.
    private func tuneSocket(_ socket: Int32) throws(LinkProblem) {
        let heartbeat = Int32(clamping: settings.wholeHeartbeat)
        let options: [(level: Int32, name: Int32, value: Int32)] = [
            (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, heartbeat),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, heartbeat),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 2),
            (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, heartbeat * 3000),
        ]
        for option in options {
            var value = option.value
            if setsockopt(socket, option.level, option.name, &value, socklen_t(MemoryLayout<Int32>.size)) != 0 {
                throw LinkProblem(.unreachable, "the socket option \(option.name) was refused (errno \(errno))")
            }
        }
    }

    private mutating func logIn() throws(CallFailure) -> amqp_rpc_reply_t {
        var limit = timeval(settings.answerTimeout)
        amqp_set_handshake_timeout(state, &limit)
        amqp_set_rpc_timeout(state, &limit)
        guard var properties = try? writer.table(settings.clientProperties) else {
            throw .status(AMQP_STATUS_TABLE_TOO_BIG.rawValue)
        }
        let (frame, heartbeat) = (Int32(Connection.frameSize), Int32(clamping: settings.wholeHeartbeat))
        if settings.tls.certificate != nil && address.isEncrypted {
            return bridge_login_external(state, address.vhost, 1, frame, heartbeat, &properties, address.user)
        }
        return bridge_login_plain(
            state, address.vhost, 1, frame, heartbeat, &properties, address.user, address.effectivePassword)
    }

    private func refusal(_ failure: CallFailure) -> LinkProblem {
        switch failure {
        case .connectionClosed(403, let text):
            LinkProblem(.credentialsRefused, "\(address) does not know this user and password: \(text)")
        case .connectionClosed(530, let text):
            LinkProblem(.vhostRefused, "\(address) does not let this user into the vhost: \(text)")
        case .status(AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue):
            LinkProblem(.credentialsRefused, "\(address) does not offer this way to log in")
        case .channelClosed, .connectionClosed, .status:
            LinkProblem(failure, doing: "logging in at \(address)")
        }
    }
}

/// Opens the connection's one channel, for the first time or after the broker closed it.
func openChannel(_ state: amqp_connection_state_t) throws(LinkProblem) {
    amqp_channel_open(state, Connection.channel)
    do throws(CallFailure) {
        try CallFailure.check(amqp_get_rpc_reply(state), of: state)
    } catch {
        throw LinkProblem(error, doing: "opening a channel")
    }
}

extension LinkSettings {
    /// AMQP has whole seconds, and 0 would be no heartbeat at all.
    var wholeHeartbeat: Int { max(1, min(Int(clamping: heartbeat.components.seconds), 3600)) }

    /// What we tell the broker about ourselves. Without these capabilities it would not say that a consumer was ended
    /// or that publishing is blocked.
    fileprivate var clientProperties: TextTable<Value> {
        [
            "product": "bpmn-bridge",
            "platform": "Swift",
            "connection_name": .string(connectionName),
            "capabilities": [
                "consumer_cancel_notify": true, "connection.blocked": true, "publisher_confirms": true,
                "basic.nack": true,
            ],
        ]
    }
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: max(0, Int(clamping: seconds)), tv_usec: max(0, Int(attoseconds / 1_000_000_000_000)))
    }
}
