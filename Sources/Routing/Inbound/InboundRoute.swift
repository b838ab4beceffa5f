package import Messages
package import Python
package import Values

/// A rule that says which deliveries of a queue are events, and which events. A class: copying a struct with
/// this many references would retain and release each of them.
package final class InboundRoute: Sendable {
    /// The variables of its expressions.
    package static var variables: TextSet { DeliveryScope.names }

    /// The expressions of a route; each begins as its default.
    package struct Expressions: Sendable {
        package var event: RouteExpression
        package var name: RouteExpression
        package var payload: RouteExpression
        package var instance: RouteExpression
        package var messageID: RouteExpression
        package var when: RouteExpression

        package init() throws(ScriptSyntaxError) {
            event = try RouteExpression(parsing: "headers.get(\"x-event\") or \"message\"")
            name = try RouteExpression(parsing: "type or routing_key")
            payload = try RouteExpression(parsing: "body")
            instance = try RouteExpression(parsing: "headers.get(\"x-process-instance\")")
            messageID = try RouteExpression(parsing: "message_id")
            when = try RouteExpression(parsing: "True")
        }
    }

    package let queue: String
    /// What it is known by where its events are counted: its queue, and which of the queue's routes it is.
    package let label: String
    package let unmatched: Unmatched
    /// What it lets its senders do.
    package let accept: Acceptance
    /// The source of the expression that names an instance.
    package let instanceSource: String
    private let payloadSource: String?
    private let event: Step
    private let name: Step
    private let payload: Step
    private let instance: Step
    private let messageID: Step
    private let when: Step
    private let looksAtDelivery: Bool
    private let isChancy: Bool

    /// - Parameter place: which of the routes of its queue it is, from 1.
    package init(
        queue: String, place: Int = 1, expressions: Expressions, unmatched: Unmatched = Unmatched(),
        accept: Acceptance = Acceptance()
    ) {
        self.queue = queue
        label = Self.label(queue, place: place)
        self.unmatched = unmatched
        self.accept = accept
        instanceSource = expressions.instance.source
        payloadSource = expressions.payload.isRepeatable ? expressions.payload.source : nil
        event = Step(expressions.event, .event)
        name = Step(expressions.name, .name)
        payload = Step(expressions.payload, .payload)
        instance = Step(expressions.instance, .instance)
        messageID = Step(expressions.messageID, .messageID)
        when = Step(expressions.when, .when)
        let identifying = [event, name, payload, instance]
        looksAtDelivery = identifying.contains(where: \.looksAtDelivery)
        isChancy = identifying.contains(where: \.isChancy)
    }

    /// The first route of a queue is counted under its queue's name, and with it what no route took.
    private static func label(_ queue: String, place: Int) -> String {
        place == 1 ? queue : "\(queue) (route \(place))"
    }

    /// The event that a delivery is; `nil` where `when` is false.
    func translate(_ scope: DeliveryScope, _ host: RouteHost) throws(RouteFailure) -> InboundEvent? {
        guard pythonTruth(try when.value(in: scope, host)) else { return nil }
        let kind = try eventKind(scope, host)
        guard case .string(let name) = try name.value(in: scope, host), !name.isEmpty else {
            throw self.name.failure(
                "must give the event's name, a string that is not empty; set a type or a routing key")
        }
        let instance = try text(self.instance, scope, host)
        let messageID = try text(self.messageID, scope, host)
        let event = Event(
            kind: kind, name: name, code: kind == .error || kind == .escalation ? name : nil,
            payload: try payload.value(in: scope, host),
            correlations: try InboundHeaders.correlations(of: scope.delivery))
        try check(instance, event.correlations)
        var translated = InboundEvent(
            event: event, instance: instance, messageID: messageID, identity: nil, compared: event.payload,
            traceparent: InboundHeaders.traceparent(of: scope.delivery), route: label, payloadSource: payloadSource,
            accept: accept, unmatched: unmatched)
        if let messageID { identify(&translated, by: messageID, scope, host) }
        return translated
    }

    /// What the message is known by. A redelivery must have the same identity, so what the broker says of a delivery,
    /// the clock and chance are kept out of it.
    private func identify(
        _ translated: inout InboundEvent, by id: String, _ scope: DeliveryScope, _ host: RouteHost
    ) {
        var kind: EventKind? = translated.event.kind
        var name: String? = translated.event.name
        var instance = translated.instance
        if looksAtDelivery, let sent = scope.asSent {
            kind = (try? eventKind(sent, host)) ?? kind
            name = (try? self.name.value(in: sent, host).asString) ?? name
            instance = (try? text(self.instance, sent, host)) ?? instance
            if payload.looksAtDelivery, let value = try? payload.value(in: sent, host) { translated.compared = value }
        }
        if isChancy {
            if event.isChancy { kind = nil }
            if self.name.isChancy { name = nil }
            if self.instance.isChancy { instance = nil }
            if payload.isChancy {
                // Where it cannot be decoded, nothing of it was read: the payload stays what is compared.
                try? scope.decodeBody()
                translated.compared = scope.body ?? translated.compared
            }
        }
        translated.identity = MessageIdentity(
            queue: queue, sender: scope.sender, id: id, kind: kind, name: name, addressee: instance,
            task: TaskID(answeredBy: translated.event)?.text)
    }

    /// - Throws: where the sender addresses an instance in a way that the route does not accept.
    private func check(_ instance: String?, _ sentBack: Correlations) throws(RouteFailure) {
        if let instance, !accept.instance {
            throw RouteFailure(
                stage: .accept, expression: instanceSource,
                reason: "the sender names the instance \(instance.prefix(100)), and the route accepts no names "
                    + "(accept.instance is false)")
        }
        if !sentBack.isEmpty, !accept.sentBack {
            throw RouteFailure(
                stage: .accept,
                reason: "the sender sends a correlation back in the header x-correlation, and the route accepts none "
                    + "(accept.x-correlation is false)")
        }
    }

    private func eventKind(_ scope: DeliveryScope, _ host: RouteHost) throws(RouteFailure) -> EventKind {
        let value = try event.value(in: scope, host)
        if case .string(let text) = value, let kind = EventKind(rawValue: text) { return kind }
        let kinds = EventKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw event.failure("must give one of \(kinds), not \(JSON.text(of: value).prefix(60))")
    }

    /// An id: none, a string, or an integer as text; an empty string is none.
    private func text(_ step: Step, _ scope: DeliveryScope, _ host: RouteHost) throws(RouteFailure) -> String? {
        switch try step.value(in: scope, host) {
        case .null: return nil
        case .string(let text): return text.isEmpty ? nil : text
        case .int(let number): return String(number)
        case let other: throw step.failure("must give a string, an integer or None, not \(other.kindName)")
        }
    }
}

extension InboundRoute {
    /// One expression of the route, with what it needs.
    private struct Step: Sendable {
        let expression: RouteExpression
        let stage: RouteFailure.Stage
        let needsBody: Bool
        /// It may see what the broker says of one delivery of the message.
        let looksAtDelivery: Bool
        /// It may give something else the next time: it has the clock, or chance.
        let isChancy: Bool

        init(_ expression: RouteExpression, _ stage: RouteFailure.Stage) {
            self.expression = expression
            self.stage = stage
            let names = expression.names
            needsBody = names.contains("body")
            looksAtDelivery =
                names.contains("redelivered")
                || (names.contains("headers") && expression.simple?.readsHeaderOfBroker != false)
            isChancy = !expression.isSteady
        }

        func value(in scope: DeliveryScope, _ host: RouteHost) throws(RouteFailure) -> Value {
            if needsBody { try scope.decodeBody() }
            return try expression.value(in: scope, at: stage, host)
        }

        func failure(_ reason: String) -> RouteFailure {
            RouteFailure(stage: stage, expression: expression.source, reason: reason)
        }
    }
}
