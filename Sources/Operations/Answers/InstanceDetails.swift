import Core
package import Messages
package import Values

/// All that is known of one instance.
package struct InstanceDetails: WireObject {
    package var line = InstanceLine()
    /// The hash of its definition.
    package var definition: String?
    /// How many inputs it took.
    package var inputs: Int?
    /// The id of the message that started it.
    package var causedBy: String?
    package var traceparent: String?
    package var received: [ReceivedLine]?
    /// Its publications that wait for the broker.
    package var unconfirmed: [UnconfirmedPublication]?
    package var parked: [ParkedOfInstance]?
    /// Where it stands, in the engine's words; of one that runs.
    package var tasks: Value?
    /// Of one that has ended: its data; or why neither can be shown.
    package var data: Value?

    package init() {}

    package static let fields: [WireField<Self>] = [
        .all(of: \.line), .maybe("definition", \.definition, .text), .maybe("inputs", \.inputs, .number),
        .maybe("caused_by", \.causedBy, .text), .maybe("traceparent", \.traceparent, .text),
        .maybe("received", \.received, .list(.object)), .maybe("unconfirmed", \.unconfirmed, .list(.object)),
        .maybe("parked", \.parked, .list(.object)), .maybe("tasks", \.tasks, .any), .maybe("data", \.data, .any),
    ]
}

/// A message that reached an instance.
package struct ReceivedLine: WireObject {
    package var messageID = ""
    package var queue = ""
    package var outcome = Outcome.delivered
    package var at = Timestamp(microseconds: 0)

    package init() {}

    package init(id: String, queue: String, outcome: Outcome, at: Timestamp) {
        messageID = id
        self.queue = queue
        self.outcome = outcome
        self.at = at
    }

    package static let fields: [WireField<Self>] = [
        .always("message_id", \.messageID, .text), .always("queue", \.queue, .text),
        .always("outcome", \.outcome, .word), .always("at", \.at, .moment),
    ]
}

/// A publication that the broker has not confirmed.
package struct UnconfirmedPublication: WireObject {
    /// Nil where it cannot be read.
    package var messageID: String?
    package var exchange = ""
    package var routingKey = ""

    package init() {}

    package init(id: String?, exchange: String, routingKey: String) {
        messageID = id
        self.exchange = exchange
        self.routingKey = routingKey
    }

    package static let fields: [WireField<Self>] = [
        .maybe("message_id", \.messageID, .text), .always("exchange", \.exchange, .text),
        .always("routing_key", \.routingKey, .text),
    ]
}

/// Something parked of an instance.
package struct ParkedOfInstance: WireObject {
    package var number = 0
    package var kind = ParkedKind.event
    package var reason = ""

    package init() {}

    package init(number: Int, kind: ParkedKind, reason: String) {
        self.number = number
        self.kind = kind
        self.reason = reason
    }

    package static let fields: [WireField<Self>] = [
        .always("parked", \.number, .number), .always("kind", \.kind, .word), .always("reason", \.reason, .text),
    ]
}
