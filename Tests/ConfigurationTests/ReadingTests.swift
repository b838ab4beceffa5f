import AMQP
import Messages
import Models
import Routing
import Testing
import Values

@testable import Configuration

@Suite struct ReadingTests {
    @Test("What is left out has its default")
    func defaults() throws {
        let folder = try TemporaryFolder()
        let yaml = minimal + "inbound: [ { queue: orders } ]\noutbound: [ { exchange: workflow } ]\n"
        let configuration = try read(yaml, in: folder)
        #expect(configuration.broker.addresses == [BrokerAddress(host: "127.0.0.1")])
        #expect(configuration.broker.password == nil)
        #expect(configuration.broker.heartbeat == .seconds(10))
        #expect(configuration.broker.prefetch == 512)
        #expect(configuration.store.path == folder.path + "/var/bridge.sqlite")
        #expect(configuration.store.dedupeWindow == .seconds(24 * 3600))
        #expect(configuration.store.keepCompleted == .seconds(7 * 24 * 3600))
        #expect(configuration.processes == [folder.path + "/order.bpmn"])
        #expect(configuration.dialect == .spiff)
        let inbound = configuration.inbound[0]
        #expect(inbound.queue == "orders" && inbound.dead == "orders.dead" && inbound.type == .quorum)
        #expect(inbound.bindings.isEmpty)
        #expect(inbound.route.unmatched == Unmatched(hold: .seconds(3600), then: .park))
        let outbound = configuration.outbound[0]
        #expect(outbound.exchange == "workflow" && outbound.bind.isEmpty)
        #expect(outbound.route.match == EventMatch(event: .any, process: .any, name: .any))
        #expect(outbound.route.deliver == nil && outbound.route.format == .json)
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.deadLetterQueues == ["orders": "orders.dead"])
    }

    @Test("How many threads the embedded engine has is a whole number, and left to the machine by default")
    func threads() throws {
        let folder = try TemporaryFolder()
        for (yaml, threads) in [
            ("", nil), ("engines: {}\n", nil), ("engines: { embedded: {} }\n", nil),
            ("engines: { embedded: { threads: 1 } }\n", 1), ("engines:\n  embedded:\n    threads: 256\n", 256),
        ] as [(String, Int?)] {
            #expect(try read(minimal + yaml, in: folder).engines.embedded.threads == threads)
        }
    }

    @Test("Before anything but the database's path is read, somebody is told, and may say that it must not be")
    func begins() throws {
        let folder = try TemporaryFolder()
        // Nothing of this is looked at.
        let yaml = "store: { path: a/b.sqlite }\nprocesses: 7\ninbound: [ { queue: q, name: '((' } ]\n"
        let path = try folder.write("bridge.yaml", yaml)
        var told: [String] = []
        do {
            _ = try BridgeConfiguration.read(path: path) { database, text in
                told += [database, text]
                return "it has ended the process"
            }
            #expect(Bool(false))
        } catch {
            #expect(error.problems.map(\.message) == ["it has ended the process"])
        }
        #expect(told == [folder.path + "/a/b.sqlite", yaml])
        #expect(throws: ConfigurationProblems.self) { try BridgeConfiguration.read(path: path) { _, _ in nil } }
    }

    @Test("Everything that can be said is read")
    func everything() throws {
        let folder = try TemporaryFolder()
        for name in ["secret", "ca.pem", "me.pem", "me.key", "models/b.bpmn", "models/a.bpmn"] {
            try folder.write(name, "hunter2\n")
        }
        let configuration = try read(
            """
            broker:
              url: [ "amqps://alice@one/shop", "amqps://alice@[::1]:5671" ]
              password_file: secret
              heartbeat: 5s
              prefetch: 2000
              tls: { authorities: ca.pem, certificate: me.pem, key: me.key }
            store: { path: /tmp/x.sqlite, dedupe_window: 1h30m, keep_completed: 0s }
            processes: [ models/*.bpmn, order.bpmn, models/a.bpmn ]
            dialect: bpmn
            inbound:
              - queue: orders
                type: classic
                dead: graveyard
                bindings:
                  - { exchange: shop, type: direct, key: "" }
                  - { exchange: other }
                event: '"signal"'
                name: type
                payload: headers
                instance: None
                message_id: correlation_id
                when: True
                unmatched: { hold: 500ms, then: discard }
            outbound:
              - match: { event: "*", process: shop?, name: pay* }
                exchange: ""
                key: name
                body: process
                content_type: text/plain
                headers: { x-name: name, "x-cause": caused_by }
                deliver: both
              - exchange: workflow
                bind: [ plain, { queue: out, type: classic, key: a.* } ]
            """, in: folder)
        #expect(
            configuration.broker.addresses.map(\.description) == [
                "amqps://alice@one:5671/shop", "amqps://alice@[::1]:5671/%2F",
            ])
        #expect(configuration.broker.password?.text == "hunter2")
        #expect(configuration.broker.heartbeat == .seconds(5) && configuration.broker.prefetch == 2000)
        let path = folder.path + "/"
        let tls = TLSSettings(authorities: path + "ca.pem", certificate: path + "me.pem", key: path + "me.key")
        #expect(configuration.broker.tls == tls)
        let store = StoreSettings(path: "/tmp/x.sqlite", dedupeWindow: .seconds(5400), keepCompleted: .zero)
        #expect(configuration.store == store)
        #expect(configuration.processes == ["models/a.bpmn", "models/b.bpmn", "order.bpmn"].map { path + $0 })
        #expect(configuration.dialect == .bpmn)
        let inbound = configuration.inbound[0]
        #expect(inbound.type == .classic && inbound.dead == "graveyard")
        #expect(
            inbound.bindings.map { [$0.exchange.name, $0.exchange.type, $0.key] } == [
                ["shop", "direct", ""], ["other", "topic", "#"],
            ])
        #expect(inbound.route.unmatched == Unmatched(hold: .milliseconds(500), then: .discard))
        let outbound = configuration.outbound
        #expect(outbound[0].route.match == EventMatch(event: .any, process: Glob("shop?"), name: Glob("pay*")))
        #expect(outbound[0].exchange == "" && outbound[0].route.format == .text && outbound[0].route.deliver == .both)
        #expect(
            outbound[1].bind.map { [$0.queue.name, $0.queue.type.rawValue, $0.key] } == [
                ["plain", "quorum", "#"], ["out", "classic", "a.*"],
            ])
    }

    @Test("The expressions that are read are those that are evaluated")
    func expressions() throws {
        let configuration = try read(
            minimal + """
                inbound:
                  - { queue: orders, event: '"signal"', name: routing_key, payload: headers, instance: None, message_id: app_id }
                outbound:
                  - { exchange: x, key: name, body: process, headers: { x-seq: sequence } }
                """)
        var properties = MessageProperties()
        properties.appID = "shop"
        properties.headers = ["a": 1]
        let delivery = Delivery(queue: "orders", routingKey: "paid", properties: properties)
        let inbound = try configuration.inboundRoutes.translate(
            delivery, by: RouteHost(now: Timestamp(microseconds: 0), seed: 1))
        #expect(inbound.event == Event(kind: .signal, name: "paid", payload: ["a": 1]))
        #expect(inbound.messageID == "shop" && inbound.instance == nil)
        let emitted = EmittedEvent(
            event: Event(kind: .message, name: "done"), process: "order", instance: InstanceID("i"), sequence: 2,
            at: Timestamp(microseconds: 0))
        let route = try #require(configuration.outboundRoutes.route(for: emitted.event, of: "order"))
        let publication = try route.publication(
            for: emitted, by: RouteHost(now: Timestamp(microseconds: 0), seed: 1))
        #expect(publication.routingKey == "done" && publication.body == Array("\"order\"".utf8))
        #expect(publication.properties.headers["x-seq"] == 2)
    }

    @Test("Anchors, aliases and merged mappings are read as YAML means them")
    func anchors() throws {
        let configuration = try read(
            """
            broker: { url: "amqp://127.0.0.1" }
            processes: &models order.bpmn
            inbound:
              - &first { queue: a, type: classic, unmatched: &policy { hold: 5s, then: dead } }
              - { <<: *first, queue: b, type: quorum }
              - { queue: c, unmatched: *policy }
            """)
        #expect(configuration.inbound.map(\.queue) == ["a", "b", "c"])
        #expect(configuration.inbound.map(\.type) == [.classic, .quorum, .quorum])
        #expect(configuration.inbound.allSatisfy { $0.route.unmatched == Unmatched(hold: .seconds(5), then: .dead) })
    }

    @Test("A URL from elsewhere takes the place of the file's, and of the section")
    func override() throws {
        let url = "amqp://127.0.0.1:9999/"
        let address = BrokerAddress(host: "127.0.0.1", port: 9999)
        #expect(try read(minimal, brokerURL: url).broker.addresses == [address])
        #expect(try read("processes: order.bpmn", brokerURL: url).broker.addresses == [address])
        #expect(try read("processes: order.bpmn\nbroker: { prefetch: 7 }", brokerURL: url).broker.prefetch == 7)
        #expect(
            try problems(of: minimal, brokerURL: "http://x") == [
                "bridge.yaml: the URL that replaces broker.url: a broker's URL begins with amqp:// or amqps://"
            ])
    }

    @Test("Routes of one queue share what one of them says of it")
    func sharedQueue() throws {
        let configuration = try read(
            minimal + """
                inbound:
                  - { queue: a, when: type }
                  - { queue: a, type: classic, dead: d }
                """)
        #expect(configuration.inbound.map(\.type) == [.classic, .classic])
        #expect(configuration.inbound.map(\.dead) == ["d", "d"])
        #expect(configuration.warnings.isEmpty)
    }
}
