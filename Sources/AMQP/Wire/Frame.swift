package import Messages

/// What came from the broker, copied out of the library's memory. Methods that only answer our own set-up calls are
/// read there and never come here.
package enum Frame: Sendable, Hashable {
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
package struct DeliveryStart: Sendable, Hashable {
    package var consumer: String
    package var tag: UInt64
    package var redelivered: Bool
    package var exchange: String
    package var routingKey: String

    package init(consumer: String, tag: UInt64, redelivered: Bool, exchange: String, routingKey: String) {
        self.consumer = consumer
        self.tag = tag
        self.redelivered = redelivered
        self.exchange = exchange
        self.routingKey = routingKey
    }
}

/// basic.return: a publication of ours that no queue took begins to come back.
package struct ReturnStart: Sendable, Hashable {
    package var code: Int
    package var text: String
    package var exchange: String
    package var routingKey: String

    package init(code: Int, text: String, exchange: String, routingKey: String) {
        self.code = code
        self.text = text
        self.exchange = exchange
        self.routingKey = routingKey
    }
}

/// The content header: how long the body is, and the properties.
package struct ContentHeader: Sendable, Hashable {
    package var bodySize: UInt64
    package var properties: MessageProperties
    /// The properties as they lay in the frame.
    package var propertyList: [UInt8] = []
    /// Why they cannot be read, if so.
    package var defect: String?

    package init(bodySize: UInt64, properties: MessageProperties, propertyList: [UInt8] = [], defect: String? = nil) {
        self.bodySize = bodySize
        self.properties = properties
        self.propertyList = propertyList
        self.defect = defect
    }
}
