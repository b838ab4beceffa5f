package import Messages
package import Python
package import Values

/// A rule that says which emitted events become publications, and which publications. A class: copying a struct
/// with this many references would retain and release each of them.
package final class OutboundRoute: Sendable {
    /// The variables of its expressions.
    package static var variables: TextSet { EmittedScope.names }

    /// The headers that every publication has; a route cannot set them.
    package static let ownHeaders: TextSet = [
        "x-event", "x-process", "x-process-instance", "x-sequence", "x-correlation", "x-caused-by", "traceparent",
    ]

    /// The expressions of a route; each begins as its default.
    package struct Expressions: Sendable {
        package var key: RouteExpression
        package var body: RouteExpression
        package var headers: TextTable<RouteExpression> = [:]

        package init() throws(ScriptSyntaxError) {
            key = try RouteExpression(parsing: "process + \".\" + name")
            body = try RouteExpression(parsing: "payload")
        }
    }

    package let match: EventMatch
    package let exchange: String
    /// Where its events go; nil for what is usual for their kind.
    package let deliver: Deliver?
    /// It publishes nothing: what no instance here takes is dropped.
    package let discards: Bool
    /// What the body is written as.
    package let format: OutboundFormat
    private let expressions: Expressions
    private let limits: PublicationLimits

    package init(
        match: EventMatch = EventMatch(), exchange: String, expressions: Expressions, deliver: Deliver? = nil,
        format: OutboundFormat = .json, limits: PublicationLimits = PublicationLimits()
    ) {
        self.match = match
        self.exchange = exchange
        self.expressions = expressions
        self.deliver = deliver
        self.format = format
        discards = false
        self.limits = limits
    }

    /// A route that drops what no instance of this bridge takes.
    package init(discarding match: EventMatch) throws(ScriptSyntaxError) {
        self.match = match
        exchange = ""
        expressions = try Expressions()
        deliver = .inward
        format = .json
        discards = true
        limits = PublicationLimits()
    }

    /// Where an event of this kind goes.
    package func delivery(of kind: EventKind) -> Deliver { deliver ?? .usual(for: kind) }

    /// The publication that an emitted event becomes; the same at every attempt.
    package func publication(for emitted: EmittedEvent, by host: RouteHost) throws(RouteFailure) -> Publication {
        let scope = EmittedScope(emitted: emitted)
        guard case .string(let key) = try expressions.key.value(in: scope, at: .key, host) else {
            throw RouteFailure(stage: .key, expression: expressions.key.source, reason: "must give a string")
        }
        let publication = Publication(
            exchange: exchange, routingKey: key, properties: try properties(of: scope, host),
            body: try body(of: scope, host))
        try limits.check(publication)
        return publication
    }

    private func body(of scope: EmittedScope, _ host: RouteHost) throws(RouteFailure) -> [UInt8] {
        let value = try expressions.body.value(in: scope, at: .body, host)
        switch (format, value) {
        case (.text, .string(let text)): return Array(text.utf8)
        case (.text, _):
            throw RouteFailure(
                stage: .body, expression: expressions.body.source,
                reason: "must give a string to be sent as \(format.contentType), not \(value.kindName)")
        case (.json, _):
            do throws(JSONUnwritable) {
                return try JSON.bytes(of: value)
            } catch {
                throw RouteFailure(
                    stage: .body, expression: expressions.body.source, reason: "cannot be written as JSON: \(error)")
            }
        }
    }

    private func properties(of scope: EmittedScope, _ host: RouteHost) throws(RouteFailure) -> MessageProperties {
        let emitted = scope.emitted
        var properties = MessageProperties()
        properties.contentType = format.contentType
        properties.deliveryMode = 2
        properties.messageID = emitted.instance.messageID(emitted.sequence)
        properties.correlationID = emitted.instance.text
        properties.type = emitted.event.routedName
        properties.appID = "bpmn-bridge"
        properties.timestamp = UInt64(clamping: emitted.at.microseconds / 1_000_000)
        properties.headers = try headers(of: scope, host)
        return properties
    }

    private func headers(
        of scope: EmittedScope, _ host: RouteHost
    ) throws(RouteFailure) -> TextTable<Value> {
        let emitted = scope.emitted
        var headers: TextTable<Value> = [:]
        headers.reserveCapacity(7 + expressions.headers.count)
        headers["x-event"] = .string(emitted.event.kind.rawValue)
        headers["x-process"] = .string(emitted.process)
        headers["x-process-instance"] = .string(emitted.instance.text)
        headers["x-sequence"] = .int(emitted.sequence)
        headers["x-correlation"] = scope.correlations
        if let causedBy = emitted.causedBy { headers["x-caused-by"] = .string(causedBy) }
        if let traceparent = emitted.traceparent { headers["traceparent"] = .string(traceparent) }
        for (name, expression) in expressions.headers {
            let value = try expression.value(in: scope, at: .headers, host)
            if value != .null { headers[name] = value }
        }
        return headers
    }
}
