package import Messages
package import Values

/// What is parked, in its place. It is decoded when it is needed, so that one that cannot be read hides no other.
package struct ParkedRow: Sendable {
    /// Its number for a person: `parked retry NUMBER`.
    package var number: Int64
    package var kind: ParkedKind
    package var stage: String
    package var reason: String
    package var at: Timestamp
    package var attempts: Int
    package var instance: InstanceKey?
    /// What the message is known by that it is about.
    package var key: MessageKey?
    /// The processes it belongs to, or could.
    package var processes: [String]
    package var charge: Charge?
    package var content: [UInt8]

    package init(
        number: Int64, kind: ParkedKind, stage: String, reason: String, at: Timestamp, attempts: Int,
        instance: InstanceKey? = nil, key: MessageKey? = nil, processes: [String], charge: Charge? = nil,
        content: [UInt8]
    ) {
        self.number = number
        self.kind = kind
        self.stage = stage
        self.reason = reason
        self.at = at
        self.attempts = attempts
        self.instance = instance
        self.key = key
        self.processes = processes
        self.charge = charge
        self.content = content
    }

    /// What is kept of it: an event perhaps without its payload.
    package func kept() throws(CodingProblem) -> ParkedContent {
        var reader = ByteReader(content)
        return try reader.parkedContent(kind, instance: instance)
    }

    package func parked(_ payloads: Payloads) throws -> Parked {
        var content = try kept()
        switch content {
        case .event(let incoming):
            var whole = try incoming.whole(payloads)
            whole.key = key
            content = .event(whole)
        case .instance(let key, let input?): content = .instance(key, input: try input.whole(payloads))
        case .instance, .delivery, .publication: break
        }
        return Parked(content, stage: stage, reason: reason, at: at, attempts: attempts, key: key, processes: processes)
    }
}
