/// A message as it goes to the broker: persistent, mandatory, confirmed. Its id is `properties.messageID`.
package struct Publication: Sendable, Hashable {
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    package var body: [UInt8]

    package init(exchange: String, routingKey: String, properties: MessageProperties, body: [UInt8]) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
    }
}
