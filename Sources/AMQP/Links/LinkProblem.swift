/// Why a link is not up: what happened, in words for a person, and what the link does about it.
package struct LinkProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        /// No TCP or TLS connection came about.
        case unreachable = "unreachable"
        /// The broker knows no such user, or not with this password.
        case credentialsRefused = "credentialsRefused"
        /// The broker does not offer the way to log in that we have.
        case loginNotOffered = "loginNotOffered"
        /// There is no such vhost, or this user may not enter it.
        case vhostRefused = "vhostRefused"
        /// This user may not do what the topology or a publication needs.
        case permissionMissing = "permissionMissing"
        /// The broker closed the channel or the connection.
        case closedByBroker = "closedByBroker"
        /// The broker closed the channel over a publication.
        case publicationRefused = "publicationRefused"
        /// The broker ended a consumer of ours: its queue was deleted or moved.
        case consumerCancelled = "consumerCancelled"
        /// The connection broke.
        case connectionLost = "connectionLost"
        /// The broker left a question about a consumer unanswered, and sent nothing else on its channel either.
        case consumerStalled = "consumerStalled"
        /// The same soon after a connection was lost, though it answers others; or what was given up so is still there.
        case consumerUnanswered = "consumerUnanswered"
        /// Nothing came from the broker for two heartbeats.
        case heartbeatMissed = "heartbeatMissed"
        /// The broker took nothing from us for three heartbeats.
        case writeStuck = "writeStuck"
        /// A publication was not confirmed in time.
        case confirmOverdue = "confirmOverdue"
        /// A channel refused one publication again and again.
        case refusedAgainAndAgain = "refusedAgainAndAgain"
        /// Something that the topology names was deleted.
        case topologyMissing = "topologyMissing"
        /// What came is not what AMQP allows.
        case protocolBroken = "protocolBroken"
        /// Something exists at the broker that contradicts the configuration.
        case topologyRefused = "topologyRefused"
    }

    /// What the link does about it.
    package enum Remedy: Sendable, Hashable {
        case reconnect
        /// Each time brings it further, so it need not wait.
        case reconnectAtOnce
        /// A person has to change something at the broker: trying often would not help.
        case reconnectSlowly
        /// A person has to change the configuration: the process should end with exit code 78.
        case stop
    }

    package var kind: Kind
    package var text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    package var remedy: Remedy {
        switch kind {
        case .unreachable, .closedByBroker, .consumerCancelled, .consumerStalled, .consumerUnanswered, .connectionLost,
            .heartbeatMissed,
            .writeStuck, .confirmOverdue, .topologyMissing, .protocolBroken:
            .reconnect
        case .publicationRefused, .refusedAgainAndAgain: .reconnectAtOnce
        case .credentialsRefused, .loginNotOffered, .vhostRefused, .permissionMissing: .reconnectSlowly
        case .topologyRefused: .stop
        }
    }

    package var description: String { text }
}

extension LinkProblem {
    /// The broker closed what it names, the channel or the connection.
    package static func closed(_ what: String, _ code: Int, _ text: String) -> LinkProblem {
        // 403 ACCESS_REFUSED: a permission was taken away.
        LinkProblem(
            code == 403 ? .permissionMissing : .closedByBroker, "the broker closed the \(what): \(code) \(text)")
    }

    package static func unexpected(_ what: String) -> LinkProblem {
        LinkProblem(.protocolBroken, "the broker sent what does not belong here: \(what)")
    }
}
