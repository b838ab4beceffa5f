package import Messages
package import Values

/// What a held event can be found by.
package enum HeldKey: Sendable, Hashable {
    /// Its sender named this instance.
    case addressee(InstanceID)
    /// Its message has no correlations: whoever waits for its name may have it.
    case uncorrelated
    case correlation(CorrelationText)

    /// No two keys share a text: correlation texts begin with a digit.
    package var text: String {
        switch self {
        case .addressee(let instance): "@\(instance)"
        case .uncorrelated: ""
        case .correlation(let correlation): correlation.text
        }
    }
}

/// A held event in its place. It is decoded when it is needed, so that one that cannot be read stops only itself.
package struct HeldRow: Sendable {
    /// Larger the later it was held.
    package var position: Int64
    package var expiresAt: Timestamp
    /// What its message is known by.
    package var key: MessageKey?
    package var charge: Charge?
    package var content: [UInt8]

    package init(
        position: Int64, expiresAt: Timestamp, key: MessageKey? = nil, charge: Charge? = nil, content: [UInt8]
    ) {
        self.position = position
        self.expiresAt = expiresAt
        self.key = key
        self.charge = charge
        self.content = content
    }

    package func incoming(_ payloads: Payloads) throws -> IncomingEvent {
        var reader = ByteReader(content)
        var incoming = try reader.incomingEvent().whole(payloads)
        incoming.key = key
        return incoming
    }
}
