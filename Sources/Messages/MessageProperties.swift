package import Values

/// The basic class properties of an AMQP message (AMQP 0-9-1 §1.8) that the bridge knows.
///
/// They lie behind one reference (an array of one, copied when changed), as messages are handed on far more often than
/// they are changed.
package struct MessageProperties: Sendable, Hashable {
    private struct Fields: Sendable, Hashable {
        var contentType: String?
        var contentEncoding: String?
        var headers: TextTable<Value> = [:]
        var deliveryMode: UInt8?
        var priority: UInt8?
        var correlationID: String?
        var replyTo: String?
        var expiration: String?
        var messageID: String?
        var timestamp: UInt64?
        var type: String?
        var userID: String?
        var appID: String?
        var unreadableHeaders: TextMap<String> = [:]
    }

    // What is text stands as `WireText` keeps it: AMQP's texts are bytes.
    private static let none = [Fields()]

    private var fields: [Fields]

    package init() { fields = Self.none }

    package var contentType: String? {
        get { fields[0].contentType }
        _modify { yield &fields[0].contentType }
    }

    package var contentEncoding: String? {
        get { fields[0].contentEncoding }
        _modify { yield &fields[0].contentEncoding }
    }

    package var headers: TextTable<Value> {
        get { fields[0].headers }
        _modify { yield &fields[0].headers }
    }

    /// The headers that are there and have no value (a number that no integer holds, a table nested too deep), with the
    /// reason. In `headers` they are null, or what of them has a value: whoever reads one must look here first.
    package var unreadableHeaders: TextMap<String> {
        get { fields[0].unreadableHeaders }
        _modify { yield &fields[0].unreadableHeaders }
    }

    package var deliveryMode: UInt8? {
        get { fields[0].deliveryMode }
        _modify { yield &fields[0].deliveryMode }
    }

    package var priority: UInt8? {
        get { fields[0].priority }
        _modify { yield &fields[0].priority }
    }

    package var correlationID: String? {
        get { fields[0].correlationID }
        _modify { yield &fields[0].correlationID }
    }

    package var replyTo: String? {
        get { fields[0].replyTo }
        _modify { yield &fields[0].replyTo }
    }

    package var expiration: String? {
        get { fields[0].expiration }
        _modify { yield &fields[0].expiration }
    }

    package var messageID: String? {
        get { fields[0].messageID }
        _modify { yield &fields[0].messageID }
    }

    /// Whole seconds since 1970, as AMQP has it.
    package var timestamp: UInt64? {
        get { fields[0].timestamp }
        _modify { yield &fields[0].timestamp }
    }

    package var type: String? {
        get { fields[0].type }
        _modify { yield &fields[0].type }
    }

    package var userID: String? {
        get { fields[0].userID }
        _modify { yield &fields[0].userID }
    }

    package var appID: String? {
        get { fields[0].appID }
        _modify { yield &fields[0].appID }
    }
}
