import AMQP
import Foundation
import Messages
import Models
import Routing
import Testing
import Values

@testable import Configuration

/// The schema that editors use must say what the reader does.
@Suite struct SchemaTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private let schema: Value

    init() throws {
        let url = Self.repository.appendingPathComponent("config/bridge.schema.json")
        schema = try JSON.parse([UInt8](Data(contentsOf: url)))
    }

    /// A schema with its reference followed, and of alternatives the one for a mapping.
    private func resolved(_ node: Value?) -> Value? {
        guard let node else { return nil }
        if let name = node["$ref"]?.asString?.split(separator: "/").last { return schema["$defs"]?[String(name)] }
        return node["oneOf"]?.asList?.compactMap { resolved($0) }.first { $0["properties"] != nil } ?? node
    }

    private func section(_ kind: SectionKind) -> Value? {
        var node: Value? = schema
        for step in kind.rawValue.split(separator: ".") {
            let isList = step.hasSuffix("[]")
            node = resolved(node?["properties"]?[String(isList ? step.dropLast(2) : step)])
            if isList { node = resolved(node?["items"]) }
        }
        return node
    }

    @Test("Every key that the reader knows is in the schema, and the other way round", arguments: SectionKind.allCases)
    func keys(kind: SectionKind) throws {
        let mapping = try #require(section(kind))
        #expect(mapping["properties"]?.asDict.map { TextSet($0.keys) } == TextSet(kind.keys))
        #expect(mapping["additionalProperties"] == false)
    }

    @Test("Every mapping of the schema with fixed keys is one that the reader knows")
    func sections() {
        func count(_ node: Value) -> Int {
            let inner = node.asDict.map { $0.values.reduce(0) { $0 + count($1) } } ?? 0
            let list = node.asList.map { $0.reduce(0) { $0 + count($1) } } ?? 0
            return inner + list + (node["additionalProperties"] == false ? 1 : 0)
        }
        #expect(count(schema) == SectionKind.allCases.count)
    }

    @Test("Every key has a description, its own or that of what it refers to")
    func descriptions() {
        for kind in SectionKind.allCases {
            for (key, value) in section(kind)?["properties"]?.asDict ?? [:] {
                #expect(
                    (value["description"] ?? resolved(value)?["description"])?.asString?.isEmpty == false,
                    "\(kind) \(key)")
            }
        }
    }

    @Test("The words of the schema are the words of the reader")
    func words() {
        let expected: [(SectionKind, String, [String])] = [
            (.root, "dialect", Dialect.allCases.map(\.rawValue)),
            (.inbound, "type", QueueType.allCases.map(\.rawValue)),
            (.bind, "type", QueueType.allCases.map(\.rawValue)),
            (.unmatched, "then", Unmatched.Then.allCases.map(\.rawValue)),
            (.unmatched, "over", Unmatched.Over.allCases.map(\.rawValue)),
            (.outbound, "deliver", Deliver.allCases.map(\.rawValue)),
            (.outbound, "content_type", OutboundFormat.allCases.map(\.rawValue)),
        ]
        for (kind, key, words) in expected {
            #expect(section(kind)?["properties"]?[key]?["enum"] == .list(words.map { .string($0) }), "\(key)")
        }
        let own = section(.outbound)?["properties"]?["headers"]?["propertyNames"]?["not"]?["enum"]?.asList?.compactMap(
            \.asString)
        #expect(own.map { TextSet($0) } == OutboundRoute.ownHeaders)
    }

    @Test("What the schema calls a default changes nothing when it is written down")
    func defaults() throws {
        var yaml = "broker:\n  url: amqp://h\n"
        func lines(_ kind: SectionKind, _ indent: String) -> String {
            (section(kind)?["properties"]?.asDict ?? [:]).compactMap { key, value in
                value["default"].map { "\(indent)\(key): \(JSON.text(of: $0))\n" }
            }.joined()
        }
        yaml += lines(.broker, "  ") + "store:\n" + lines(.store, "  ") + "processes: order.bpmn\n"
        yaml += "dialect: \(JSON.text(of: section(.root)?["properties"]?["dialect"]?["default"] ?? nil))\n"
        yaml += "inbound:\n  - queue: q\n" + lines(.inbound, "    ").replacing("    bindings: []\n", with: "")
        yaml += "    bindings:\n      - exchange: e\n" + lines(.binding, "        ")
        yaml += "    unmatched:\n" + lines(.unmatched, "      ") + "      most:\n" + lines(.most, "        ")
        yaml += "    accept:\n" + lines(.accept, "      ")
        yaml += "outbound:\n  - exchange: x\n" + lines(.outbound, "    ").replacing("    bind: []\n", with: "")
        yaml += "    match:\n" + lines(.match, "      ") + "    bind:\n      - queue: b\n" + lines(.bind, "        ")
        let folder = try TemporaryFolder()
        let written = try read(yaml, in: folder)
        let plain =
            "broker: { url: amqp://h }\nprocesses: order.bpmn\ninbound: [ { queue: q, bindings: [ { exchange: e } ] } ]\n"
            + "outbound: [ { exchange: x, bind: [ b ] } ]\n"
        #expect(try summary(of: written) == summary(of: read(plain, in: folder)))
        #expect(yaml.split(separator: "\n").count > 35)
    }

    /// All that a configuration says, its expressions by what they do.
    private func summary(of configuration: BridgeConfiguration) throws -> [String] {
        var summary = [
            "\(configuration.broker) \(configuration.store) \(configuration.dialect) \(configuration.processes)"
        ]
        for inbound in configuration.inbound {
            summary.append(
                "\(inbound.queue) \(inbound.type) \(inbound.dead) \(inbound.bindings) \(inbound.route.unmatched) \(inbound.route.accept)"
            )
        }
        for outbound in configuration.outbound {
            let route = outbound.route
            let deliver = EventKind.allCases.map { route.delivery(of: $0) }
            summary.append(
                "\(outbound.exchange ?? "-") \(outbound.bind) \(route.match) \(deliver) \(route.format) \(route.discards)"
            )
        }
        var properties = MessageProperties()
        properties.messageID = "m"
        properties.headers = ["x-event": "signal", "x-process-instance": "i"]
        for type in [nil, "paid"] {
            properties.type = type
            let delivery = Delivery(
                queue: "q", routingKey: "order.paid", properties: properties, body: Array("[1]".utf8))
            let event = try configuration.inboundRoutes.translate(
                delivery, by: RouteHost(now: Timestamp(microseconds: 0), seed: 1))
            summary.append("\(event.event) \(event.instance ?? "-") \(event.messageID ?? "-") \(event.unmatched)")
        }
        let emitted = EmittedEvent(
            event: Event(kind: .message, name: "done", payload: [1]), process: "order", instance: InstanceID("i"),
            sequence: 1, at: Timestamp(microseconds: 0))
        let route = try #require(configuration.outboundRoutes.route(for: emitted.event, of: "order"))
        let host = RouteHost(now: Timestamp(microseconds: 0), seed: 1)
        return try summary + ["\(route.publication(for: emitted, by: host))"]
    }

    @Test("The example is read without a problem or a warning")
    func example() throws {
        let path = Self.repository.appendingPathComponent("config/bridge.yaml").path
        let configuration = try BridgeConfiguration.read(path: path)
        #expect(!configuration.inbound.isEmpty && !configuration.outbound.isEmpty && !configuration.processes.isEmpty)
        #expect(configuration.warnings.isEmpty)
    }
}
