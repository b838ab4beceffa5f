import Messages
import TestKit
import Testing
import Values

@testable import Routing

@Suite("Names in routes are equal if their code points are")
struct LookalikeTests {
    @Test("Queues, headers and keys of the body")
    func inbound() throws {
        for (one, other) in Lookalikes.all {
            let routes = try InboundRoutes([
                route(queue: one, name: "\"first\""), route(queue: other, name: "\"second\""),
            ])
            #expect(try routes.translate(delivery(queue: one)).event.name == "first")
            #expect(try routes.translate(delivery(queue: other)).event.name == "second")
            #expect(
                failure { try InboundRoutes([route(queue: one)]).translate(delivery(queue: other)) }?.stage == .route)
            let body: Value = .dict([one: 1, other: 2])
            #expect(try payload(JSON.text(of: body), "application/json") == body)
        }
    }

    @Test("What an expression reads of the headers and the body")
    func expressions() throws {
        for (one, other) in Lookalikes.pairs {
            let headers: MessageHeaders = [one: "first", other: "second"]
            let name = "headers[\(JSON.text(of: .string(other)))]"
            let inbound = try InboundRoutes([route(name: name)]).translate(delivery(headers: headers))
            #expect(inbound.event.name == "second")
            let only = try InboundRoutes([route(name: "headers.get(\(JSON.text(of: .string(one)))) or \"none\"")])
            #expect(try only.translate(delivery(headers: [other: "second"])).event.name == "none")
            let compared = try InboundRoutes([route(when: "type == \(JSON.text(of: .string(one)))")])
            #expect(failure { try compared.translate(delivery(type: other)) }?.stage == .route)
            #expect(try compared.translate(delivery(type: one)).event.name == one)
        }
    }

    @Test("Patterns of outbound routes")
    func outbound() {
        for (one, other) in Lookalikes.all {
            #expect(Glob(one).matches(one) && !Glob(one).matches(other))
            #expect(!Glob("\(one)*").matches(other + "x") && !Glob("*\(one)").matches("x" + other))
        }
    }
}
