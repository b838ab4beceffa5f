import Messages
package import Values

/// All that is known of one parked thing.
package struct ParkedDetails: WireObject {
    /// What it is, beside what its row says.
    package enum Content: Sendable, Hashable {
        case event(ParkedEvent)
        case delivery(DeliveryDetails)
        case publication(PublicationDetails)
        case instance(InputDetails)
        case unreadable
        /// It is not looked at: `head.notShown` says why.
        case notShown
    }

    package var head = ParkedHead()
    package var otherBodies: [OtherBody]?
    package var content = Content.notShown

    package init() {}

    package init(_ head: ParkedHead, otherBodies: [OtherBody]?, content: Content) {
        self.head = head
        self.otherBodies = otherBodies
        self.content = content
    }

    package static let fields: [WireField<Self>] = [
        .all(of: \.head), .maybe("other_bodies", \.otherBodies, .list(.object)),
        WireField(
            write: { $0.content.write(to: &$1) },
            read: { details, entries throws(ControlProblem) in
                details.content = try Content(of: details.head, entries)
            }),
    ]
}

extension ParkedDetails.Content {
    private static let ofUnreadable = (name: "content", text: Value.string("cannot be read; it can be discarded"))
    private static let delivery = WireForm<DeliveryDetails>.object

    fileprivate func write(to entries: inout TextTable<Value>) {
        switch self {
        case .event(let event): ParkedEvent.write(event, to: &entries)
        case .delivery(let delivery): entries[DeliveryDetails.name] = Self.delivery.write(delivery)
        case .publication(let publication): PublicationDetails.write(publication, to: &entries)
        case .instance(let input): InputDetails.write(input, to: &entries)
        case .unreadable: entries[Self.ofUnreadable.name] = Self.ofUnreadable.text
        case .notShown: break
        }
    }

    fileprivate init(of head: ParkedHead, _ entries: TextTable<Value>) throws(ControlProblem) {
        if entries[Self.ofUnreadable.name] != nil {
            self = .unreadable
        } else if head.notShown != nil {
            self = .notShown
        } else {
            switch head.kind {
            case .event: self = .event(try ParkedEvent(entries))
            case .delivery: self = .delivery(try DeliveryDetails(entries[DeliveryDetails.name] ?? .null))
            case .publication: self = .publication(try PublicationDetails(entries))
            case .instance: self = .instance(try InputDetails(entries))
            }
        }
    }
}

/// An event that is parked.
package struct ParkedEvent: WireObject {
    /// The instance that its sender named.
    package var addressee: String?
    package var event = EventDetails()

    package init() {}

    package init(addressee: String?, _ event: EventDetails) {
        self.addressee = addressee
        self.event = event
    }

    package static let fields: [WireField<Self>] = [.maybe("addressee", \.addressee, .text), .all(of: \.event)]
}

/// Another body of the same message.
package struct OtherBody: WireObject {
    package var number = 0
    package var at = Timestamp(microseconds: 0)
    package var reason = ""
    package var body: Value?

    package init() {}

    package init(number: Int, at: Timestamp, reason: String, body: Value?) {
        self.number = number
        self.at = at
        self.reason = reason
        self.body = body
    }

    package static let fields: [WireField<Self>] = [
        .always("parked", \.number, .number), .always("at", \.at, .moment), .always("reason", \.reason, .text),
        .maybe("body", \.body, .any),
    ]
}

/// The input that an instance failed at.
package struct InputDetails: WireObject {
    package var causedBy: String?
    package var payload: Value?

    package init() {}

    package init(causedBy: String?, payload: Value?) {
        self.causedBy = causedBy
        self.payload = payload
    }

    package static let fields: [WireField<Self>] = [
        .maybe("caused_by", \.causedBy, .text), .maybe("payload", \.payload, .any),
    ]
}
