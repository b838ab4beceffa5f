/// Why a delivery cannot become an event, or an event a publication: at which stage, in which expression.
package struct RouteFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        /// The message itself cannot be read faithfully.
        case delivery = "delivery"
        /// The body is not what its content type says.
        case decode = "decode"
        /// No route of the queue takes the message.
        case route = "route"
        // Inbound expressions.
        case when = "when"
        case event = "event"
        case name = "name"
        case payload = "payload"
        case instance = "instance"
        case messageID = "message_id"
        case correlations = "correlations"
        /// The route does not let its senders do what the message asks for.
        case accept = "accept"
        // Outbound expressions.
        case key = "key"
        case body = "body"
        case headers = "headers"
        /// The publication would not fit AMQP's or the broker's limits.
        case publication = "publication"
    }

    package let stage: Stage
    /// The source of the expression that failed, if one did.
    package let expression: String?
    /// What is wrong, for a person.
    package let reason: String

    package init(stage: Stage, expression: String? = nil, reason: String) {
        self.stage = stage
        self.expression = expression
        self.reason = reason
    }

    package var description: String {
        "\(stage.rawValue)\(expression.map { " (\($0))" } ?? ""): \(reason)"
    }
}
