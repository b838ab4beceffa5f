import EnginePort
import Messages
import Models
import Values

extension Plan {
    /// What the process shows to the outside.
    var interface: ProcessInterface {
        var interface = ProcessInterface(
            process: definition.id, definition: definition.hash, sources: definition.sources,
            dialect: definition.dialect, starts: [], waits: [], emits: [])
        let starts = Set(definition.scopes[0].starts)
        for (position, node) in nodes.enumerated() {
            // An event subprocess waits by its start element.
            let isShown = !(node.behaviour is EventSubprocessElement)
            let uses = isShown ? node.trigger.outside.map { $0.use(at: node.id) } : []
            if starts.contains(position) { interface.starts += uses } else { interface.waits += uses }
            interface.emits += node.throwDefinition.outside.map { $0.use(at: node.id) }
            if let task = node.behaviour as? BusinessRuleTask { interface.decisions.append(task.use(at: node.id)) }
            guard let name = node.outsideName else { continue }
            let task = EventPattern(kind: .task, name: name).use(at: node.id)
            interface.waits.append(task)
            interface.emits.append(task)
            if node.behaviour.isService { interface.services.append(task) }
        }
        return interface
    }
}

/// A kind of event and what it is matched by: a name, or a code, where nil is any.
struct EventPattern: Sendable, Hashable {
    var kind: EventKind
    var name: String?

    fileprivate func use(at element: String) -> ProcessInterface.Use {
        ProcessInterface.Use(kind: kind, name: name, element: element)
    }
}

extension BusinessRuleTask {
    fileprivate func use(at element: String) -> ProcessInterface.Decision {
        ProcessInterface.Decision(
            id: decision.id, hitPolicy: decision.hitPolicy.rawValue, rules: decision.rules.count, element: element)
    }
}

extension Trigger {
    /// What it waits for from outside.
    var outside: [EventPattern] {
        switch self {
        case .none, .timer, .conditional, .cancel: []
        case .several(let triggers, _): triggers.flatMap(\.outside)
        case .message(let use): [EventPattern(kind: .message, name: use.name)]
        case .signal(let definition): [EventPattern(kind: .signal, name: definition.name)]
        case .error(let definition): [EventPattern(kind: .error, name: definition.code)]
        case .escalation(let definition): [EventPattern(kind: .escalation, name: definition.code)]
        }
    }
}

extension ThrowDefinition {
    /// What it may send outside.
    fileprivate var outside: [EventPattern] {
        switch self {
        case .none, .terminate, .cancel: []
        case .several(let definitions): definitions.flatMap(\.outside)
        case .message(let use): [EventPattern(kind: .message, name: use.name)]
        case .signal(let definition): [EventPattern(kind: .signal, name: definition.name)]
        case .error(let definition): [EventPattern(kind: .error, name: definition.code)]
        case .escalation(let definition): [EventPattern(kind: .escalation, name: definition.code)]
        }
    }
}
