package import Messages

extension Publication {
    /// A persistent message for a queue.
    package init(_ id: String, to queue: String, exchange: String = "", body: String = "{}") {
        var properties = MessageProperties()
        properties.messageID = id
        properties.deliveryMode = 2
        self.init(exchange: exchange, routingKey: queue, properties: properties, body: Array(body.utf8))
    }
}
