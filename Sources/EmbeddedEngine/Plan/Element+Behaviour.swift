import Models

extension Element {
    /// The behaviour of the element's kind.
    /// - Throws: what is not run yet.
    func behaviour(
        in definition: ProcessDefinition, loopBacks: LoopBacks, answersServices: Bool
    ) throws(ModelProblem) -> any ElementBehaviour {
        switch kind {
        case .start(let event): return StartElement(trigger: try trigger(event))
        case .intermediateCatch, .receiveTask: return try catching(in: definition)
        case .intermediateThrow(.link(let name)):
            return LinkThrowElement(target: try linkTarget(name, in: definition))
        case .intermediateThrow(let event): return IntermediateThrowElement(throwDefinition: try throwDefinition(event))
        case .end(let event): return EndElement(throwDefinition: try throwDefinition(event))
        case .boundary(let event, _, let isInterrupting):
            return BoundaryElement(trigger: try trigger(event), isInterrupting: isInterrupting)
        case .scriptTask(let program): return ScriptTask(program: program)
        case .userTask, .manualTask, .plainTask: return PersonTask(id: id)
        case .sendTask(let message): return SendTask(throwDefinition: .message(MessageUse(message)))
        case .serviceTask(let call): return answersServices ? AnsweredServiceTask(call: call) : ServiceTask(call: call)
        case .businessRuleTask(let id):
            guard let decision = definition.decisions[id] else { throw problem("there is no decision `\(id)`") }
            return BusinessRuleTask(decision: decision)
        case .exclusiveGateway: return ExclusiveGateway()
        case .parallelGateway: return ParallelGateway(incoming: incoming, loopBacks: loopBacks)
        case .inclusiveGateway:
            return InclusiveGateway(incoming: incoming, sources: incoming.map { definition.sources(of: $0) })
        case .eventBasedGateway: return EventBasedGateway(trigger: try triggersBehind(in: definition))
        case .subprocess(let scope):
            guard case .eventSubprocess(let isInterrupting) = definition.scopes[scope].kind else {
                return SubprocessElement(inner: scope)
            }
            return EventSubprocessElement(
                inner: scope, trigger: try startTrigger(of: scope, in: definition), isInterrupting: isInterrupting)
        case .callActivity(let scope): return CallActivity(called: scope)
        }
    }

    /// A catch element or receive task. Behind an event-based gateway it does not wait: the gateway does.
    private func catching(in definition: ProcessDefinition) throws(ModelProblem) -> any ElementBehaviour {
        let isWaitedFor = incoming.contains { flow in
            if case .eventBasedGateway = definition.elements[definition.flows[flow].source].kind { true } else { false }
        }
        let own = isWaitedFor ? Trigger.none : try ownTrigger()
        if case .receiveTask = kind { return ReceiveTask(trigger: own) }
        return IntermediateCatchElement(trigger: own)
    }

    private func triggersBehind(in definition: ProcessDefinition) throws(ModelProblem) -> Trigger {
        var triggers: [Trigger] = []
        for flow in outgoing {
            let trigger = try definition.elements[definition.flows[flow].target].ownTrigger()
            if trigger.isNone { throw problem("an element behind it waits for nothing") }
            triggers.append(trigger)
        }
        return .several(triggers, needsAll: false)
    }

    /// What the element itself waits for.
    private func ownTrigger() throws(ModelProblem) -> Trigger {
        switch kind {
        case .intermediateCatch(.link): .none
        case .intermediateCatch(let event): try trigger(event)
        case .receiveTask(let message): .message(MessageUse(message))
        default: .none
        }
    }

    private func linkTarget(_ name: String, in definition: ProcessDefinition) throws(ModelProblem) -> ElementIndex {
        for candidate in definition.scopes[scope].elements {
            if case .intermediateCatch(.link(name)) = definition.elements[candidate].kind { return candidate }
        }
        throw problem("no link catch element is called `\(name)` here")
    }

    private func trigger(_ event: EventDefinition) throws(ModelProblem) -> Trigger {
        switch event {
        case .none: return .none
        case .message(let message): return .message(MessageUse(message))
        case .signal(let signal): return .signal(signal)
        case .error(let error): return .error(error)
        case .escalation(let escalation): return .escalation(escalation)
        case .timer(let timer): return .timer(timer)
        case .conditional(let condition): return .conditional(condition)
        case .cancel: return .cancel
        case .multiple(let definitions, let needsAll):
            var triggers: [Trigger] = []
            for definition in definitions { triggers.append(try trigger(definition)) }
            return .several(triggers, needsAll: needsAll)
        case .link, .terminate: throw problem("this cannot be waited for")
        }
    }

    private func throwDefinition(_ event: EventDefinition) throws(ModelProblem) -> ThrowDefinition {
        switch event {
        case .none: return .none
        case .message(let message): return .message(MessageUse(message))
        case .signal(let signal): return .signal(signal)
        case .error(let error): return .error(error)
        case .escalation(let escalation): return .escalation(escalation)
        case .terminate: return .terminate
        case .cancel: return .cancel
        case .multiple(let definitions, _):
            var several: [ThrowDefinition] = []
            for definition in definitions { several.append(try throwDefinition(definition)) }
            return .several(several)
        case .timer, .conditional, .link: throw problem("this cannot be thrown here")
        }
    }

    /// What the start element of an event subprocess waits for.
    private func startTrigger(of scope: ScopeIndex, in definition: ProcessDefinition) throws(ModelProblem) -> Trigger {
        guard let start = definition.scopes[scope].starts.first, definition.scopes[scope].starts.count == 1,
            case .start(let event) = definition.elements[start].kind
        else { throw problem("an event subprocess has one start element") }
        switch try trigger(event) {
        case .none: throw problem("the start element of an event subprocess waits for an event")
        case .several: throw refusal("several events that start an event subprocess are")
        case let trigger: return trigger
        }
    }

    private func refusal(_ what: String) -> ModelProblem {
        problem("\(what) not supported by the embedded engine")
    }

    private func problem(_ message: String) -> ModelProblem {
        ModelProblem(place: place, element: id, message: message)
    }
}
