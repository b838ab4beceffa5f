import Models

/// A process definition prepared for running.
final class Plan: Sendable {
    let definition: ProcessDefinition
    /// One for each element, at the same position.
    let nodes: [Node]
    /// By the name of each message that is waited for.
    let correlationRules: TextMap<CorrelationRules>

    /// - Throws: what of the definition the engine does not run yet.
    /// - Parameter answersServices: the answers of service tasks are given with each turn.
    init(_ definition: ProcessDefinition, answersServices: Bool = false) throws(ModelProblems) {
        var nodes: [Node] = []
        var problems: [ModelProblem] = []
        let loopBacks = LoopBacks(of: definition)
        for element in definition.elements {
            do {
                let behaviour = try element.behaviour(
                    in: definition, loopBacks: loopBacks, answersServices: answersServices)
                nodes.append(Node(element, of: definition, behaviour: behaviour))
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw ModelProblems(problems) }
        self.definition = definition
        self.nodes = nodes
        var rules: TextMap<CorrelationRules> = [:]
        for element in definition.elements {
            for message in element.caughtMessages where !message.correlations.isEmpty {
                rules[message.name, default: CorrelationRules([])].add(message.correlations)
            }
        }
        self.correlationRules = rules
    }
}

extension Element {
    /// The messages the element waits for.
    fileprivate var caughtMessages: [MessageDefinition] {
        switch kind {
        case .start(let event), .intermediateCatch(let event), .boundary(let event, _, _): event.messages
        case .receiveTask(let message): [message]
        default: []
        }
    }
}

extension EventDefinition {
    fileprivate var messages: [MessageDefinition] {
        switch self {
        case .message(let message): [message]
        case .multiple(let definitions, _): definitions.flatMap(\.messages)
        default: []
        }
    }
}
