import Messages
import TestKit
import Testing
import Values

@testable import Routing

@Suite struct CodecFuzzTests {
    private static let bodies = [
        #"{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"e30=","datacontenttype":"text/xml"}"#,
        "<a b='c'><d>e</d><d/></a>", #"{"a":[1,2.5e3,"\u00e9\ud83d\ude00",null]}"#, "plain é text",
    ]
    private static let types = [
        nil, "application/json", "text/plain", "text/plain;charset=latin1", "application/xml",
        "application/cloudevents+json", "application/octet-stream", "x", ";;=;charset", "a/b; charset", "+json",
        "text/;charset=\"",
    ]
    private static let names = [
        "ce-specversion", "cloudEvents:type", "ce-", "x-event", "x-correlation", "x-process-instance", "traceparent",
    ]
    private static let values: [Value] = [
        nil, 1, "message", "", [:], ["k": ["p": 1]], ["k": 1], [[]], true, .double(.nan),
    ]

    @Test("Random and mutated bodies and headers become events or failures, never worse")
    func fuzz() throws {
        let routes = try InboundRoutes([route()])
        let spice = Array("<>{}[]:,\"'\\=/&;+- \nu0e1".utf8) + [0x00, 0x80, 0xC3, 0xED, 0xFF]
        FuzzRun("delivery", inputs: 5000).run { random in
            var body = Array(Self.bodies[Int.random(in: 0..<Self.bodies.count, using: &random)].utf8)
            if random.next() % 5 != 0 { Mutation.mutate(&body, spice: spice, &random) }
            var headers: MessageHeaders = [:]
            for name in Self.names where Int.random(in: 0..<5, using: &random) == 0 {
                headers[name] = Self.values[Int.random(in: 0..<Self.values.count, using: &random)]
            }
            let type = Self.types[Int.random(in: 0..<Self.types.count, using: &random)]
            do throws(RouteFailure) {
                let inbound = try routes.translate(delivery(body, contentType: type, headers: headers))
                #expect(!inbound.event.name.isEmpty)
                return true
            } catch {
                #expect(!error.reason.isEmpty)
                return false
            }
        }
    }
}
