package import OrderedCollections

/// The basic class properties of an AMQP message (AMQP 0-9-1 §1.8) that the bridge knows.
package struct MessageProperties: Sendable, Hashable {
    package var contentType: String?
    package var contentEncoding: String?
    package var headers: OrderedDictionary<String, Value> = [:]
    package var deliveryMode: UInt8?
    package var priority: UInt8?
    package var correlationID: String?
    package var replyTo: String?
    package var expiration: String?
    package var messageID: String?
    /// Whole seconds since 1970, as AMQP has it.
    package var timestamp: UInt64?
    package var type: String?
    package var userID: String?
    package var appID: String?

    package init() {}
}
