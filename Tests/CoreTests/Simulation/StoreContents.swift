import EmbeddedEngine
import EnginePort
import Messages
import Routing
import SQLiteStore
import Simulation
import StorePort
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What is in the store, in the words of the reference model, one line a thing.
struct StoreContents {
    var lines: [String] = []
    var instances: [(id: String, name: String)] = []
    /// Message id → body of what waits in the outbox.
    var outbox: TextMap<[String]> = [:]
    /// The bodies of the dead letters among it.
    var deadLetters: [String] = []
    /// Message id → body of publications that are parked.
    var parkedPublications: TextMap<[String]> = [:]

    static func read(_ core: Core, messages: [SimulatedMessage]) throws -> StoreContents {
        try core.inStore { try StoreContents($0, core, messages) }
    }

    private init(_ set: WorkingSet, _ core: Core, _ messages: [SimulatedMessage]) throws {
        try readInstances(set)
        for held in try set.expired(at: .distantFuture, limit: .max) {
            let event = try held.incoming(.byRoute).event
            lines.append("held \(event.name) \(Self.key(event)) until \(held.expiresAt.microseconds)")
        }
        try readParked(set)
        for message in messages {
            let delivery = ReturnedLetter.original(of: message.delivery) ?? message.delivery
            guard let known = try core.work.message(of: delivery) else { continue }
            switch try core.work.known(known, delivery) {
            case .duplicate: lines.append("inbox \(message.serial)")
            case .withoutEffect: lines.append("inbox \(message.serial) without effect")
            case .new, .conflict, .oldConflict: break
            }
        }
        try readSubscriptions(set, core, TextSet(messages.compactMap(\.key)).sorted())
        for row in try set.pending(limit: .max) {
            let id = try row.publication().properties.messageID ?? "-"
            outbox[id, default: []].append(String(decoding: row.body, as: UTF8.self))
            if row.exchange.isEmpty { deadLetters.append(String(decoding: row.body, as: UTF8.self)) }
        }
    }

    private mutating func readInstances(_ set: WorkingSet) throws {
        var names: TextMap<String> = [:]
        for instance in try set.instances(limit: .max).instances {
            let parts = (instance.causedBy ?? "-").split(separator: "/")
            let thrower = parts.count > 1 ? parts.first.flatMap { names[String($0)] } : nil
            let name = thrower.map { "\($0)/\(parts[1])" } ?? instance.causedBy ?? "-"
            names[instance.id.text] = name
            instances.append((instance.id.text, name))
            let waits = try set.subscriptions(of: instance).map { $0.name ?? "*" }
            lines.append(
                Self.line(
                    name, instance.process, instance.status, waits.first, instance.wakeAt, instance.sequence))
        }
    }

    private mutating func readParked(_ set: WorkingSet) throws {
        for row in try set.parked(limit: .max) {
            switch try row.parked(.byRoute).content {
            case .event(let incoming):
                lines.append("parked event \(row.stage) \(incoming.event.name) \(Self.key(incoming.event))")
            case .delivery(let delivery):
                lines.append("parked delivery \(row.stage) \(delivery.properties.messageID ?? "-")")
            case .instance(let key, _):
                let id = try set.instance(key)?.id.text
                lines.append("parked instance \(row.stage) \(instances.first { $0.id == id }?.name ?? "?")")
            case .publication(let publication, _):
                let body = String(decoding: publication.body, as: UTF8.self)
                parkedPublications[publication.properties.messageID ?? "-", default: []].append(body)
            }
        }
    }

    /// Who can be found by what: what is left of an ended instance would show here.
    private mutating func readSubscriptions(
        _ set: WorkingSet, _ core: Core, _ keys: [String]
    ) throws {
        for name in ["payment_received", "done", "race_answered"] {
            for key in keys {
                let texts = [CorrelationText(key: "k", properties: ["key": .string(key)])]
                for definition in core.work.catalog.concerned(by: EventKey(kind: .message, name: name)) {
                    let query = ReceiverQuery(
                        kind: .message, name: name, definition: definition, correlations: texts, limit: .max)
                    for waiting in try set.waiting(query) {
                        let id = try set.instance(waiting)?.id.text
                        lines.append("waits \(name) \(key) \(instances.first { $0.id == id }?.name ?? "nobody")")
                    }
                }
            }
        }
    }

    fileprivate static func line(
        _ name: String, _ process: String, _ status: InstanceStatus, _ waits: String?, _ wake: Timestamp?,
        _ sequence: Int
    ) -> String {
        "instance \(name) \(process) \(status) waits \(waits ?? "-") wakes \(wake?.microseconds ?? 0) emitted \(sequence)"
    }

    private static func key(_ event: Event) -> String {
        guard case .dict(let entries) = event.payload else { return "-" }
        return entries["key"]?.asString ?? "-"
    }
}

extension ReferenceModel {
    /// The same lines, as they must be.
    func lines(messages: [SimulatedMessage]) -> [String] {
        var lines = instances.map {
            StoreContents.line($0.name, $0.process, $0.status, $0.waitsFor, $0.wakeAt, $0.sequence)
        }
        for one in held.sorted(by: { ($0.expires, $0.position) < ($1.expires, $1.position) }) {
            lines.append("held \(one.occurrence.name) \(one.occurrence.key ?? "-") until \(one.expires.microseconds)")
        }
        lines += parked.map { "parked \($0.line)" }
        for message in messages {
            if knows(message) { lines.append("inbox \(message.serial)") }
            if hasTried(message) { lines.append("inbox \(message.serial) without effect") }
        }
        for name in ["payment_received", "done", "race_answered"] {
            for key in TextSet(messages.compactMap(\.key)).sorted() {
                for instance in instances
                where instance.status == .running && instance.waitsFor == name && instance.key == key {
                    lines.append("waits \(name) \(key) \(instance.name)")
                }
            }
        }
        return lines
    }
}
