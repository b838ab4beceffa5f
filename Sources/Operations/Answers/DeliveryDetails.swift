package import Values

/// A delivery as it came.
package struct DeliveryDetails: WireObject {
    /// The field in which it stands.
    static let name = "delivery"

    package var queue = ""
    package var exchange = ""
    package var routingKey = ""
    package var type: String?
    package var contentType: String?
    package var headers: TextTable<Value> = [:]
    /// Why the message cannot be taken at all.
    package var defect: String?
    package var bodyBytes = 0
    package var body = ""

    package init() {}

    package static let fields: [WireField<Self>] = [
        .always("queue", \.queue, .text), .always("exchange", \.exchange, .text),
        .always("routing_key", \.routingKey, .text), .maybe("type", \.type, .text),
        .maybe("content_type", \.contentType, .text), .always("headers", \.headers, .table),
        .maybe("defect", \.defect, .text), .always("body_bytes", \.bodyBytes, .number), .always("body", \.body, .text),
    ]
}

/// A publication as it would go out.
package struct PublicationDetails: WireObject {
    package var exchange = ""
    package var routingKey = ""
    package var type: String?
    package var headers: TextTable<Value> = [:]
    package var bodyBytes = 0
    package var body = ""

    package init() {}

    package static let fields: [WireField<Self>] = [
        .always("exchange", \.exchange, .text), .always("routing_key", \.routingKey, .text),
        .maybe("type", \.type, .text),
        .always("headers", \.headers, .table), .always("body_bytes", \.bodyBytes, .number),
        .always("body", \.body, .text),
    ]
}

/// An event that is kept, and what it came with.
package struct EventDetails: WireObject {
    /// The instance that threw it.
    package var thrownBy: String?
    /// Of errors and escalations.
    package var code: String?
    package var payload: Value?
    package var delivery: DeliveryDetails?

    package init() {}

    package init(thrownBy: String?, code: String?, payload: Value, delivery: DeliveryDetails?) {
        self.thrownBy = thrownBy
        self.code = code
        self.payload = payload
        self.delivery = delivery
    }

    package static let fields: [WireField<Self>] = [
        .maybe("thrown_by", \.thrownBy, .text), .maybe("code", \.code, .text), .maybe("payload", \.payload, .any),
        .maybe(DeliveryDetails.name, \.delivery, .object),
    ]
}
