import Events
import OrderedCollections
import Script

/// A delivery as the expressions of inbound routes see it. The body is decoded when it is first needed, once.
final class DeliveryScope: ScriptScope {
    /// The variables of inbound expressions.
    static let names: Set<String> = [
        "body", "headers", "type", "routing_key", "exchange", "queue", "message_id", "correlation_id", "reply_to",
        "content_type", "timestamp", "app_id", "user_id", "redelivered",
    ]

    let delivery: Delivery
    private let format: BodyFormat
    private let cloudEvent: CloudEvent?
    private(set) var body: Value?

    /// Looks at what the delivery says about itself. Only of a structured CloudEvent is the body read at once: its type is in it.
    init(_ delivery: Delivery) throws(RouteFailure) {
        if let defect = delivery.defect { throw RouteFailure(stage: .delivery, reason: defect) }
        if let seconds = delivery.properties.timestamp, Int(exactly: seconds) == nil {
            throw RouteFailure(stage: .delivery, reason: "the timestamp \(seconds) is beyond every date")
        }
        try BodyDecoder.checkEncoding(delivery.properties.contentEncoding)
        self.delivery = delivery
        format = try BodyFormat(contentType: delivery.properties.contentType)
        if format == .cloudEvent {
            let (event, data) = try CloudEvent.structured(BodyDecoder.decode(delivery.body, as: .json))
            cloudEvent = event
            body = data
        } else {
            cloudEvent = CloudEvent(headers: delivery.properties.headers)
        }
    }

    /// Makes `body` known, if it is not yet.
    func decodeBody() throws(RouteFailure) {
        if body == nil { body = try BodyDecoder.decode(delivery.body, as: format) }
    }

    func value(of name: String) -> Value? {
        switch name {
        case "body": return body
        case "headers":
            return .dict(cloudEvent?.headers(with: delivery.properties.headers) ?? delivery.properties.headers)
        case "type": return Self.text(delivery.properties.type ?? cloudEvent?.type)
        case "routing_key": return .string(delivery.routingKey)
        case "exchange": return .string(delivery.exchange)
        case "queue": return .string(delivery.queue)
        case "message_id": return Self.text(delivery.properties.messageID ?? cloudEvent?.messageID)
        case "correlation_id": return Self.text(delivery.properties.correlationID)
        case "reply_to": return Self.text(delivery.properties.replyTo)
        case "content_type": return Self.text(delivery.properties.contentType)
        case "timestamp": return delivery.properties.timestamp.flatMap { Int(exactly: $0) }.map { .int($0) } ?? .null
        case "app_id": return Self.text(delivery.properties.appID)
        case "user_id": return Self.text(delivery.properties.userID)
        case "redelivered": return .bool(delivery.redelivered)
        default: return nil
        }
    }

    private static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
}
