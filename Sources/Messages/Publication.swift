/// A message as it goes to the broker: persistent, mandatory, confirmed. Its id is `properties.messageID`.
package struct Publication: Sendable, Hashable {
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    /// The properties as they are to lie on the wire, to the byte; empty where they are written from `properties`.
    package var propertyList: [UInt8]
    package var body: [UInt8]

    package init(
        exchange: String, routingKey: String, properties: MessageProperties, propertyList: [UInt8] = [], body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.propertyList = propertyList
        self.body = body
    }
}
