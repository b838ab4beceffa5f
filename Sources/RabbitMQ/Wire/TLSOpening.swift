import AMQP
import CRabbitMQ
import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// TCP and TLS to one address of a broker. The library wants to look up the name by itself and to give its first address
/// all the time: so it gets the address, and OpenSSL the name, to be sent to the broker and to be found in what it shows.
struct TLSOpening {
    let state: amqp_connection_state_t
    let call: Call
    let settings: TLSSettings

    /// Gives OpenSSL's end of the connection; it is the library's, and gone with its socket.
    func run() throws(LinkProblem) -> OpaquePointer {
        // Before all else of OpenSSL: it would otherwise free everything at the exit, under the links' threads.
        bridge_keep_tls()
        guard let socket = amqp_ssl_socket_new(state), let context = amqp_ssl_socket_get_context(socket) else {
            throw LinkProblem(.unreachable, "there is no memory left for a socket")
        }
        try refuseShortage()
        try setUp(socket)
        let host = call.address.host
        var limit = timeval(call.reachLimit)
        var refusal = 0
        var connection: OpaquePointer?
        let status = host.withCString { name in
            var peer = bridge_tls_peer(host: name, refusal: 0, connection: nil)
            let isExpected = bridge_expect_host(context, &peer, host == call.place.digits ? 1 : 0)
            defer { bridge_forget_host(context) }
            guard isExpected == 1 else { return AMQP_STATUS_SSL_ERROR.rawValue }
            let status = amqp_socket_open_noblock(
                socket, call.place.digits, Int32(clamping: call.address.port), &limit)
            (refusal, connection) = (peer.refusal, peer.connection)
            return status
        }
        if status == AMQP_STATUS_OK.rawValue, let connection { return connection }
        throw LinkProblem(.unreachable, "\(call) is not reachable: \(words(status, refusal))")
    }

    private func words(_ status: Int32, _ refusal: Int) -> String {
        if refusal != 0, let reason = bridge_refusal_words(refusal) {
            return "its certificate is not accepted: \(String(cString: reason))"
        }
        switch status {
        // The library says "a socket error", whatever the system said to it.
        case AMQP_STATUS_SOCKET_ERROR.rawValue: return "nothing listens there, or no way leads there"
        case AMQP_STATUS_TIMEOUT.rawValue: return "it does not answer"
        default: return LinkProblem.words(for: status)
        }
    }

    /// The library does not tell that no descriptor is left, and what a file lacks then is not its fault.
    private func refuseShortage() throws(LinkProblem) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw LinkProblem(.unreachable, "\(call) is not reachable: \(SystemReason.words(errno))")
        }
        close(descriptor)
    }

    private func setUp(_ socket: OpaquePointer) throws(LinkProblem) {
        amqp_ssl_socket_set_verify_peer(socket, 1)
        // OpenSSL does, by the name that we give it.
        amqp_ssl_socket_set_verify_hostname(socket, 0)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        // The library does not look at the system's authorities by itself.
        let authorities = settings.authorities ?? "/etc/ssl/certs/ca-certificates.crt"
        if amqp_ssl_socket_set_cacert(socket, authorities) != AMQP_STATUS_OK.rawValue {
            throw LinkProblem(.topologyRefused, "\(authorities) holds no certificates of authorities (PEM)")
        }
        guard let certificate = settings.certificate else { return }
        // For an encrypted key OpenSSL would ask at the terminal; an empty password makes it fail instead.
        amqp_ssl_socket_set_key_passwd(socket, "")
        let key = settings.key ?? certificate
        if amqp_ssl_socket_set_key(socket, certificate, key) != AMQP_STATUS_OK.rawValue {
            throw LinkProblem(
                .topologyRefused, "\(certificate) and \(key) are no certificate and its unencrypted key")
        }
    }
}
