import AMQP
import CRabbitMQ

/// A call to the broker that did not succeed, before it is known what that means for whoever called.
enum CallFailure: Error, Hashable {
    case channelClosed(code: Int, text: String)
    /// Its close-ok is sent already.
    case connectionClosed(code: Int, text: String)
    /// The library's own status.
    case status(Int32)

    /// Throws unless the broker answered as asked.
    static func check(_ reply: amqp_rpc_reply_t, of state: amqp_connection_state_t) throws(CallFailure) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: throw .status(reply.library_error)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard let decoded = reply.reply.decoded else { break }
            if reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD {
                let close = decoded.load(as: amqp_channel_close_t.self)
                throw .channelClosed(code: Int(close.reply_code), text: close.reply_text.readableText)
            }
            if reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD {
                let close = decoded.load(as: amqp_connection_close_t.self)
                let failure = CallFailure.connectionClosed(
                    code: Int(close.reply_code), text: close.reply_text.readableText)
                var ok = amqp_connection_close_ok_t()
                amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
                throw failure
            }
        default: break
        }
        throw .status(AMQP_STATUS_UNEXPECTED_STATE.rawValue)
    }
}

extension LinkProblem {
    /// What a failed call means where nothing more special is known.
    init(_ failure: CallFailure, doing: String) {
        switch failure {
        case .channelClosed(let code, let text):
            self = .closed("channel", code, text)
            self.text = "\(doing): \(self.text)"
        case .connectionClosed(let code, let text):
            self = .closed("connection", code, text)
            self.text = "\(doing): \(self.text)"
        case .status(let status):
            self.init(Self.kind(of: status), "\(doing): \(Self.words(for: status))")
        }
    }

    static func words(for status: Int32) -> String {
        amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
    }

    private static func kind(of status: Int32) -> Kind {
        switch amqp_status_enum(status) {
        case AMQP_STATUS_HEARTBEAT_TIMEOUT: .heartbeatMissed
        case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
            AMQP_STATUS_WRONG_METHOD, AMQP_STATUS_UNEXPECTED_STATE, AMQP_STATUS_TABLE_TOO_BIG,
            AMQP_STATUS_INVALID_PARAMETER, AMQP_STATUS_UNSUPPORTED:
            .protocolBroken
        default: .connectionLost
        }
    }
}
