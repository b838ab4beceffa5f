import Testing

@testable import AMQP

@Suite("What a link makes sure of")
struct TopologyListTests {
    private static let exchange = ExchangeDeclaration(name: "shop")

    @Test("Adding twice is adding once, in the order of the first time, and the first declaration of a queue counts")
    func once() {
        var topology = Topology()
        for key in ["a", "b", "a"] {
            topology.consume(
                "orders", type: .quorum, dead: "orders.dead", from: [ExchangeBinding(exchange: Self.exchange, key: key)]
            )
        }
        topology.consume("orders.dead", type: .classic, dead: "orders")
        topology.publish(
            to: ExchangeDeclaration(name: "shop", type: "fanout"),
            bind: [QueueBinding(queue: QueueDeclaration(name: "orders", type: .classic), key: "a")])
        let log = QueueDeclaration(name: "log", type: .classic)
        topology.publish(to: ExchangeDeclaration(name: ""), bind: [QueueBinding(queue: log, key: "#")])
        #expect(topology.exchanges.map(\.type) == ["topic", "fanout"])
        #expect(topology.queues.map(\.name) == ["orders.dead", "orders", "log"])
        #expect(topology.queues.map(\.type) == [.quorum, .quorum, .classic])
        #expect(topology.bindings.map(\.key) == ["a", "b"])
        #expect(topology.consumed == ["orders", "orders.dead"])
        #expect(topology.consumes("orders") && !topology.consumes("log"))
    }

    @Test("Names that are equal only after normalisation are two, of queues, exchanges, keys and what is consumed")
    func exact() {
        var topology = Topology()
        for name in ["é", "e\u{301}"] {
            let exchange = ExchangeDeclaration(name: name)
            topology.consume(
                "q" + name, type: .classic, dead: "d" + name, from: [ExchangeBinding(exchange: exchange, key: name)])
            topology.consume(
                "orders", type: .classic, dead: "dead", from: [ExchangeBinding(exchange: Self.exchange, key: name)])
        }
        #expect(topology.queues.count == 6 && topology.exchanges.count == 3 && topology.bindings.count == 4)
        #expect(topology.consumed.count == 3)
    }

    /// No clock: with a search through all for each this takes 40,000 times as many steps, and nobody would wait for it.
    @Test("Twenty thousand queues are added and consumed in steps that do not grow with them")
    func many() {
        let names = (0..<20_000).map { "orders.\($0)" }
        var topology = Topology()
        for _ in 0..<2 {
            for name in names {
                topology.consume(
                    name, type: .quorum, dead: name + ".dead",
                    from: [ExchangeBinding(exchange: Self.exchange, key: name)])
                topology.publish(
                    to: Self.exchange,
                    bind: [QueueBinding(queue: QueueDeclaration(name: name, type: .quorum), key: name)])
            }
        }
        #expect(topology.queues.count == 40_000 && topology.bindings.count == 20_000)
        #expect(topology.consumed == names && topology.exchanges.count == 1)
        #expect(topology.queues.count { topology.consumes($0.name) } == 20_000)
    }
}
