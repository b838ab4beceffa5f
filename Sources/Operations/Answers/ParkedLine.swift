import Core
package import Messages
package import Values

/// What the list of parked things and all that is known of one begin with.
package struct ParkedHead: WireObject {
    package var number = 0
    package var kind = ParkedKind.event
    package var at = Timestamp(microseconds: 0)
    package var stage = ""
    package var attempts = 0
    /// The processes it belongs to, or could.
    package var process: String?
    package var instance: String?
    /// The kind and name of the event, or the message's type.
    package var event: String?
    package var messageID: String?
    package var reason = ""
    /// Why it is not looked at.
    package var notShown: String?

    package init() {}

    package static let fields: [WireField<Self>] = [
        .always("parked", \.number, .number), .always("kind", \.kind, .word), .always("at", \.at, .moment),
        .always("stage", \.stage, .text), .always("attempts", \.attempts, .number), .maybe("process", \.process, .text),
        .maybe("instance", \.instance, .text), .maybe("event", \.event, .text),
        .maybe("message_id", \.messageID, .text),
        .always("reason", \.reason, .text), .maybe("not_shown", \.notShown, .text),
    ]
}

/// One line of the list of parked things.
package struct ParkedLine: WireObject {
    package var head = ParkedHead()
    /// The numbers of the other bodies of the same message.
    package var otherBodies: [Int]?

    package init() {}

    package init(_ head: ParkedHead, otherBodies: [Int]?) {
        self.head = head
        self.otherBodies = otherBodies
    }

    package static let fields: [WireField<Self>] = [
        .all(of: \.head), .maybe("other_bodies", \.otherBodies, .list(.number)),
    ]
}

/// A parked thing that somebody has given up.
package struct GivenUpDetails: WireObject {
    package var number = 0
    package var kind = ParkedKind.event
    package var discarded = Timestamp(microseconds: 0)
    /// What the person said.
    package var why = ""
    package var stage = ""
    /// Why it had been parked.
    package var reason = ""
    package var process: String?
    /// Of the message or of the instance.
    package var id: String?

    package init() {}

    package static let fields: [WireField<Self>] = [
        .always("parked", \.number, .number), .always("kind", \.kind, .word),
        .always(discardedName, \.discarded, .moment),
        .always("why", \.why, .text), .always("stage", \.stage, .text), .always("reason", \.reason, .text),
        .maybe("process", \.process, .text), .maybe("id", \.id, .text),
    ]

    /// What tells it from a thing that is still parked.
    static let discardedName = "discarded"
}
