import Messages
import TestKit
import Testing
import Values

@testable import Routing

typealias MessageHeaders = TextTable<Value>

/// A delivery as a test describes it.
func delivery(
    _ body: [UInt8], type: String? = "order_placed", contentType: String? = "application/json",
    headers: MessageHeaders = [:], queue: String = "orders", routingKey: String = "order.placed"
) -> Delivery {
    var properties = MessageProperties()
    properties.type = type
    properties.contentType = contentType
    properties.headers = headers
    properties.messageID = "m-1"
    return Delivery(queue: queue, exchange: "shop", routingKey: routingKey, properties: properties, body: body)
}

func delivery(
    _ body: String = "{}", type: String? = "order_placed", contentType: String? = "application/json",
    headers: MessageHeaders = [:], queue: String = "orders", routingKey: String = "order.placed"
) -> Delivery {
    delivery(
        Array(body.utf8), type: type, contentType: contentType, headers: headers, queue: queue, routingKey: routingKey)
}

/// A route for the queue of `delivery()`, with some expressions other than the defaults.
func route(
    queue: String = "orders", event: String? = nil, name: String? = nil, payload: String? = nil,
    instance: String? = nil, messageID: String? = nil, when: String? = nil, unmatched: Unmatched = Unmatched()
) throws -> InboundRoute {
    var expressions = try InboundRoute.Expressions()
    if let event { expressions.event = try RouteExpression(parsing: event) }
    if let name { expressions.name = try RouteExpression(parsing: name) }
    if let payload { expressions.payload = try RouteExpression(parsing: payload) }
    if let instance { expressions.instance = try RouteExpression(parsing: instance) }
    if let messageID { expressions.messageID = try RouteExpression(parsing: messageID) }
    if let when { expressions.when = try RouteExpression(parsing: when) }
    return InboundRoute(queue: queue, expressions: expressions, unmatched: unmatched)
}

/// The failure that something ends with; `nil` if it succeeds.
func failure<Result>(_ body: () throws -> Result) -> RouteFailure? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? RouteFailure
    }
}

/// What the default route makes of a body.
func payload(_ body: [UInt8], _ contentType: String?, headers: MessageHeaders = [:]) throws -> Value {
    try InboundRoutes([route()]).translate(delivery(body, contentType: contentType, headers: headers)).event.payload
}

func payload(_ body: String, _ contentType: String?) throws -> Value { try payload(Array(body.utf8), contentType) }

/// What tests of routes are told, where neither time nor chance matters.
extension InboundRoutes {
    func translate(_ delivery: Delivery) throws(RouteFailure) -> InboundEvent { try translate(delivery, by: .still) }
}

extension OutboundRoute {
    func publication(for emitted: EmittedEvent) throws(RouteFailure) -> Publication {
        try publication(for: emitted, by: .still)
    }
}
