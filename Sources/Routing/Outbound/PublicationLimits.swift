import AMQP
import Messages
import Values

/// What AMQP and the broker take. A publication beyond it is refused when it is emitted, where the cause is known;
/// the broker would answer by closing the channel.
package struct PublicationLimits: Sendable, Hashable {
    package var bodyBytes: Int
    var headerBytes: Int
    package var headerDepth: Int

    init(
        bodyBytes: Int = MessageLimits.body, headerBytes: Int = MessageLimits.headers,
        headerDepth: Int = MessageLimits.headerDepth
    ) {
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
        self.headerDepth = headerDepth
    }

    func check(_ publication: Publication) throws(RouteFailure) {
        if publication.body.count > bodyBytes {
            throw failure("the body has \(publication.body.count) bytes; the broker takes at most \(bodyBytes)")
        }
        let properties = publication.properties
        try check(publication.routingKey, "routing key")
        try check(properties.type, "type, the event's name,")
        try check(properties.messageID, "message id")
        try check(properties.correlationID, "correlation id")
        guard let size = size(of: .dict(properties.headers), depth: 0) else {
            throw failure(
                "a header is nested more than \(headerDepth) deep, or has a name of more than \(MessageLimits.shortText) bytes"
            )
        }
        if size > headerBytes { throw failure("the headers take \(size) bytes; at most \(headerBytes) are sent") }
    }

    private func check(_ text: String?, _ what: String) throws(RouteFailure) {
        guard let text, text.utf8.count > MessageLimits.shortText else { return }
        throw failure("the \(what) has \(text.utf8.count) bytes; AMQP allows \(MessageLimits.shortText)")
    }

    private func failure(_ reason: String) -> RouteFailure { RouteFailure(stage: .publication, reason: reason) }

    /// About how many bytes a header value takes on the wire; `nil` if it can not be sent.
    func size(of value: Value, depth: Int) -> Int? {
        switch value {
        case .null, .bool, .int, .double: return 9
        case .string(let text): return text.utf8.count + 5
        case .list(let items):
            if depth >= headerDepth { return nil }
            var size = 5
            for item in items {
                guard let inner = self.size(of: item, depth: depth + 1) else { return nil }
                size += inner
            }
            return size
        case .dict(let entries):
            if depth >= headerDepth { return nil }
            var size = 5
            for (name, item) in entries {
                guard name.utf8.count <= MessageLimits.shortText, let inner = self.size(of: item, depth: depth + 1)
                else { return nil }
                size += name.utf8.count + 1 + inner
            }
            return size
        }
    }
}
