import Messages

/// What came from the broker, copied out of the library's memory. Methods that only answer our own set-up calls are
/// read there and never come here.
enum Frame: Sendable, Hashable {
    case deliver(DeliveryStart)
    case returned(ReturnStart)
    case header(ContentHeader)
    case body([UInt8])
    case consumeAnswered(consumer: String)
    case cancelAnswered(consumer: String)
    /// The broker ended the consumer.
    case cancelled(consumer: String)
    case acknowledged(tag: UInt64, multiple: Bool)
    case nacked(tag: UInt64, multiple: Bool)
    case channelClosed(code: Int, text: String)
    case connectionClosed(code: Int, text: String)
    case blocked(reason: String)
    case unblocked
    /// A method that nobody asked for; the name is for the log.
    case unexpected(String)
}

/// basic.deliver: a message to us begins.
struct DeliveryStart: Sendable, Hashable {
    var consumer: String
    var tag: UInt64
    var redelivered: Bool
    var exchange: String
    var routingKey: String
}

/// basic.return: a publication of ours that no queue took begins to come back.
struct ReturnStart: Sendable, Hashable {
    var code: Int
    var text: String
    var exchange: String
    var routingKey: String
}

/// The content header: how long the body is, and the properties.
struct ContentHeader: Sendable, Hashable {
    var bodySize: UInt64
    var properties: MessageProperties
    /// The properties as they lay in the frame.
    var propertyList: [UInt8] = []
    /// Why they cannot be read, if so.
    var defect: String?
}
