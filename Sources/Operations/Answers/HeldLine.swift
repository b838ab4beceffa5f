package import Messages
package import Values

/// One line of the list of held events. Of one that is not looked at, or cannot be read, only what its row says.
package struct HeldLine: WireObject {
    package var number = 0
    /// Its kind and name.
    package var event: String?
    package var addressee: String?
    package var messageID: String?
    package var queue: String?
    package var expires = Timestamp(microseconds: 0)
    /// What is done with it then.
    package var then: Unmatched.Then?
    package var notShown: String?

    package init() {}

    package static let fields: [WireField<Self>] = [
        .always("held", \.number, .number), .maybe("event", \.event, .text), .maybe("addressee", \.addressee, .text),
        .maybe("message_id", \.messageID, .text), .maybe("queue", \.queue, .text),
        .always("expires", \.expires, .moment),
        .maybe("then", \.then, .policy), .maybe("not_shown", \.notShown, .text),
    ]
}

/// All that is known of one held event.
package struct HeldDetails: WireObject {
    package var line = HeldLine()
    package var event = EventDetails()

    package init() {}

    package init(_ line: HeldLine, _ event: EventDetails) {
        self.line = line
        self.event = event
    }

    package static let fields: [WireField<Self>] = [.all(of: \.line), .all(of: \.event)]
}
