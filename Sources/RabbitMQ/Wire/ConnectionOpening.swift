import CRabbitMQ
import Messages
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The way from nothing to an open channel: TCP, TLS, login, channel.
struct ConnectionOpening {
    let state: amqp_connection_state_t
    let call: Call
    let settings: LinkSettings
    var writer: PropertyWriter

    private var address: BrokerAddress { call.address }

    /// Gives what lies under the library.
    mutating func run() throws(LinkProblem) -> ByteStream {
        let tls = try openSocket()
        let stream = ByteStream(descriptor: amqp_get_sockfd(state), tls: tls)
        try tuneSocket(stream.descriptor)
        do throws(CallFailure) {
            try CallFailure.check(try logIn(), of: state)
        } catch {
            throw refusal(error)
        }
        try openChannel(state)
        return stream
    }

    /// Gives OpenSSL's end if there is one.
    private func openSocket() throws(LinkProblem) -> OpaquePointer? {
        if address.isEncrypted { return try TLSOpening(state: state, call: call, settings: settings.tls).run() }
        guard let socket = amqp_tcp_socket_new(state) else {
            throw LinkProblem(.unreachable, "there is no memory left for a socket")
        }
        do throws(LinkProblem) {
            amqp_tcp_socket_set_sockfd(socket, try call.place.connect(within: call.reachLimit))
        } catch {
            throw LinkProblem(.unreachable, "\(call) is not reachable: \(error.text)")
        }
        return nil
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
        var limit = timeval(call.loginLimit)
        amqp_set_handshake_timeout(state, &limit)
        limit = timeval(settings.answerTimeout)
        amqp_set_rpc_timeout(state, &limit)
        guard var properties = try? writer.table(settings.clientProperties) else {
            throw .status(AMQP_STATUS_TABLE_TOO_BIG.rawValue)
        }
        let (frame, heartbeat) = (Int32(Connection.frameSize), Int32(clamping: settings.wholeHeartbeat))
        if call.login == .certificate {
            return bridge_login_external(state, address.vhost, 1, frame, heartbeat, &properties, address.user)
        }
        return bridge_login_plain(
            state, address.vhost, 1, frame, heartbeat, &properties, address.user, address.effectivePassword)
    }

    private func refusal(_ failure: CallFailure) -> LinkProblem {
        switch failure {
        case .connectionClosed(403, let text):
            LinkProblem(
                .credentialsRefused,
                call.login == .certificate
                    ? "\(address) knows no user that the certificate of the bridge stands for (SASL EXTERNAL): \(text)"
                    : "\(address) does not know this user and password: \(text)")
        case .connectionClosed(530, let text):
            LinkProblem(.vhostRefused, "\(address) does not let this user into the vhost: \(text)")
        case .status(AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue):
            LinkProblem(
                .loginNotOffered,
                call.login == .certificate
                    ? "\(address) offers no login by certificate (SASL EXTERNAL): give a password, or let the broker offer it"
                    : "\(address) offers no login by user and password (SASL PLAIN)")
        case .channelClosed, .connectionClosed, .status:
            LinkProblem(failure, doing: "logging in at \(call)")
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
