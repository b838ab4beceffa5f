import EnginePort
import Messages
import Values

extension Instance {
    /// The state after a step; a trace has it as canonical JSON: sorted keys, no spaces.
    mutating func traceLine(_ number: Int, accepted: Bool?) -> Value {
        var line: TextTable<Value> = [
            "step": .int(number), "accepted": accepted.map { .bool($0) } ?? .null,
            // What is done outside shows as `ready`; the scenario answers services.
            "emitted": .list(getEvents().filter { $0.kind != .task }.map(\.traced)),
            "waiting": .sortedList(tracedWaits),
            "ready": .sortedList(readyTasks().map(tracedTask)), "completed": .bool(ended),
        ]
        if ended { line["data"] = .dict(result) }
        return .dict(line)
    }

    private var tracedWaits: [Value] {
        var found: [Value] = []
        for token in tokens(in: 0) where tokens[token].state == .waiting {
            let node = node(of: token)
            // SpiffWorkflow shows an event subprocess only where it waits for a time.
            let standsBy = tokens[token].role == .standby
            if standsBy, !node.hasTimer { continue }
            let element = standsBy ? startID(behind: node) : node.id
            for wait in openTriggers(of: token).compactMap(\.traced) {
                var entry: TextTable<Value> = [
                    "event": .string(wait.kind), "element": .string(element),
                ]
                entry["name"] = wait.name.map { .string($0) }
                found.append(.dict(entry))
            }
        }
        return found
    }

    private func tracedTask(_ token: TokenIndex) -> Value {
        ["element": .string(node(of: token).id), "data": .dict(tokens[token].data)]
    }

    /// What the sender of a message computes: the correlations by the rules of those that wait for it now.
    mutating func correlationsWaitedFor(by event: Event) throws(EngineFailure) -> Correlations {
        var waiting: [MessageUse] = []
        for token in tokens(in: 0) where tokens[token].state == .waiting {
            for trigger in openTriggers(of: token) {
                if case .message(let use) = trigger, use.name == event.name { waiting.append(use) }
            }
        }
        var found: Correlations = [:]
        for use in waiting where !use.rules.isEmpty {
            let more = try use.rules.correlations(
                of: event.payload, at: nil, host: turn.host, spending: &turn.scripts)
            found.merge(more, uniquingKeysWith: { $1 })
        }
        return found
    }
}

extension Trigger {
    /// How a trace shows it. Errors, escalations and cancels are waited for inside only.
    fileprivate var traced: (kind: String, name: String?)? {
        switch self {
        case .none, .error, .escalation, .cancel, .several: nil
        case .message(let use): ("message", use.name)
        case .signal(let definition): ("signal", definition.name.isEmpty ? nil : definition.name)
        case .timer: ("timer", nil)
        case .conditional: ("conditional", nil)
        }
    }
}

extension Event {
    /// Without what has no value.
    fileprivate var traced: Value {
        var entry: TextTable<Value> = ["event": .string(kind.rawValue)]
        if !name.isEmpty { entry["name"] = .string(name) }
        entry["code"] = code.map { .string($0) }
        if case .null = payload {} else { entry["payload"] = payload }
        if !correlations.isEmpty { entry["correlations"] = .dict(correlations.mapValues { .dict($0) }) }
        return .dict(entry)
    }
}

extension Value {
    /// Sorted by the items' own JSON text.
    fileprivate static func sortedList(_ items: [Value]) -> Value {
        let texts = items.map { (JSON.text(of: $0, sortedKeys: true), $0) }
        return .list(texts.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1))
    }
}
