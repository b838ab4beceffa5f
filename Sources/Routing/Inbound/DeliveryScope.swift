import Messages
import Python
import Values

/// A delivery as the expressions of inbound routes see it. The body is decoded when it is first needed, once.
final class DeliveryScope: ScriptScope {
    /// The variables of inbound expressions.
    static let names: TextSet = [
        "body", "headers", "type", "routing_key", "exchange", "queue", "message_id", "correlation_id", "reply_to",
        "content_type", "timestamp", "app_id", "user_id", "redelivered",
    ]

    let delivery: Delivery
    private let format: Result<BodyFormat, RouteFailure>
    private let cloudEvent: CloudEvent?
    private let unreadableHeaders: TextMap<String>
    private(set) var body: Value?

    /// The application that gave out its id.
    var sender: String? { delivery.properties.appID ?? cloudEvent?.source }

    /// Looks at what the delivery says about itself. Only of a structured CloudEvent is the body read at once: its type
    /// is in it. What nothing reads decides nothing: of any other not even the content type must be one.
    init(_ delivery: Delivery) throws(RouteFailure) {
        if let defect = delivery.defect { throw RouteFailure(stage: .delivery, reason: defect) }
        self.delivery = delivery
        format = Self.format(of: delivery)
        if case .success(.cloudEvent) = format {
            try BodyDecoder.checkEncoding(delivery.properties.contentEncoding)
            let (event, data) = try CloudEvent.structured(BodyDecoder.decode(delivery.body, as: .json))
            cloudEvent = event
            body = data
        } else {
            cloudEvent = CloudEvent(headers: delivery.properties.headers)
        }
        let unreadable = delivery.properties.unreadableHeaders
        unreadableHeaders = unreadable.isEmpty ? unreadable : CloudEvent.unreadable(unreadable)
    }

    private static func format(of delivery: Delivery) -> Result<BodyFormat, RouteFailure> {
        do throws(RouteFailure) {
            return .success(try BodyFormat(contentType: delivery.properties.contentType))
        } catch {
            return .failure(error)
        }
    }

    /// The same message as its sender sent it: without what the broker says of its deliveries.
    private init(asSent scope: DeliveryScope) {
        var delivery = scope.delivery
        delivery.redelivered = false
        delivery.properties.headers = delivery.properties.headers.filter { !InboundHeaders.isOfBroker($0.key) }
        self.delivery = delivery
        format = scope.format
        cloudEvent = scope.cloudEvent
        unreadableHeaders = scope.unreadableHeaders
        body = scope.body
    }

    /// Nil if the message looks as it was sent.
    var asSent: DeliveryScope? {
        guard delivery.redelivered || delivery.properties.headers.keys.contains(where: InboundHeaders.isOfBroker)
        else { return nil }
        return DeliveryScope(asSent: self)
    }

    /// Makes `body` known, if it is not yet.
    func decodeBody() throws(RouteFailure) {
        if body != nil { return }
        try BodyDecoder.checkEncoding(delivery.properties.contentEncoding)
        body = try BodyDecoder.decode(delivery.body, as: try format.get())
    }

    func value(of name: String) -> Value? {
        switch name {
        case "body": return body
        case "headers":
            return .dict(cloudEvent?.headers(with: delivery.properties.headers) ?? delivery.properties.headers)
        case "type":
            if let type = delivery.properties.type { return Self.text(type) }
            return attribute(cloudEvent?.type, name)
        case "routing_key": return Self.text(delivery.routingKey)
        case "exchange": return Self.text(delivery.exchange)
        case "queue": return .string(delivery.queue)
        // As it is kept: also an id that is no text is one.
        case "message_id":
            if let id = delivery.properties.messageID { return .string(id) }
            return attribute(cloudEvent?.messageID, name)
        case "correlation_id": return Self.text(delivery.properties.correlationID)
        case "reply_to": return Self.text(delivery.properties.replyTo)
        case "content_type": return Self.text(delivery.properties.contentType)
        case "timestamp":
            guard let seconds = delivery.properties.timestamp else { return .null }
            return Int(exactly: seconds).map { .int($0) }
        case "app_id": return Self.text(delivery.properties.appID)
        case "user_id": return Self.text(delivery.properties.userID)
        case "redelivered": return .bool(delivery.redelivered)
        default: return nil
        }
    }

    func whyUnreadable(_ name: String) -> String? {
        guard value(of: name) == nil, Self.names.contains(name), name != "body" else { return nil }
        if let reason = whyNoAttribute(name) { return reason }
        let what = name == "routing_key" || name == "exchange" ? "the \(name)" : "the property \(name)"
        if name == "timestamp" { return "\(what) has no value: it is more than 2^63-1 seconds" }
        return "\(what) has no value: it is not UTF-8"
    }

    func unreadableEntries(of name: String) -> TextMap<String> { name == "headers" ? unreadableHeaders : [:] }

    /// `nil` where it is there and is no text.
    private static func text(_ kept: String?) -> Value? {
        guard let kept else { return .null }
        return WireText.literal(kept).map { .string($0) }
    }

    /// A property that the message has not, but perhaps the CloudEvent in it.
    private func attribute(_ text: String?, _ name: String) -> Value? {
        if whyNoAttribute(name) != nil { return nil }
        return text.map { .string($0) } ?? .null
    }

    /// The attribute of the CloudEvent that it would have been, where that has no value.
    private func whyNoAttribute(_ name: String) -> String? {
        guard !unreadableHeaders.isEmpty, cloudEvent != nil else { return nil }
        switch name {
        case "type" where delivery.properties.type == nil: return unreadableHeaders["ce-type"]
        case "message_id" where delivery.properties.messageID == nil:
            return unreadableHeaders["ce-id"] ?? unreadableHeaders["ce-source"]
        default: return nil
        }
    }
}
