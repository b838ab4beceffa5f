import BPMN

extension Element {
    /// The behaviour of the element's kind.
    /// - Throws: what is not run yet.
    func behaviour(in definition: ProcessDefinition) throws(ModelProblem) -> any ElementBehaviour {
        try refuseWhatIsNotRun()
        switch kind {
        case .start(let event): return StartElement(trigger: try trigger(event))
        case .intermediateCatch(let event): return IntermediateCatchElement(trigger: try trigger(event))
        case .intermediateThrow(let event): return IntermediateThrowElement(cause: try cause(event))
        case .end(let event): return EndElement(cause: try cause(event))
        case .scriptTask(let program): return ScriptTask(program: program)
        case .userTask, .manualTask, .plainTask: return PersonTask()
        case .sendTask(let message): return SendTask(cause: .message(MessageUse(message)))
        case .receiveTask(let message): return ReceiveTask(trigger: .message(MessageUse(message)))
        case .exclusiveGateway: return ExclusiveGateway()
        case .boundary: throw refusal("boundary events are")
        case .serviceTask: throw refusal("service tasks are")
        case .businessRuleTask: throw refusal("business rule tasks are")
        case .parallelGateway: return ParallelGateway(incoming: incoming)
        case .inclusiveGateway:
            return InclusiveGateway(incoming: incoming, sources: incoming.map { definition.sources(of: $0) })
        case .eventBasedGateway: throw refusal("event-based gateways are")
        case .subprocess: throw refusal("subprocesses are")
        case .callActivity: throw refusal("call activities are")
        }
    }

    private func trigger(_ event: EventDefinition) throws(ModelProblem) -> Trigger {
        switch event {
        case .none: return .none
        case .message(let message): return .message(MessageUse(message))
        case .signal(let signal): return .signal(signal)
        case .error(let error): return .error(error)
        case .escalation(let escalation): return .escalation(escalation)
        case .timer: throw refusal("timers are")
        case .conditional: throw refusal("conditional events are")
        case .link: throw refusal("links are")
        case .terminate: throw refusal("waiting for `terminate` is")
        case .cancel: throw refusal("cancel events are")
        case .multiple: throw refusal("multiple event definitions are")
        }
    }

    private func cause(_ event: EventDefinition) throws(ModelProblem) -> Cause {
        switch event {
        case .none: return .none
        case .message(let message): return .message(MessageUse(message))
        case .signal(let signal): return .signal(signal)
        case .error(let error): return .error(error)
        case .escalation(let escalation): return .escalation(escalation)
        case .terminate: return .terminate
        case .timer: throw refusal("throwing a timer is")
        case .conditional: throw refusal("throwing a condition is")
        case .link: throw refusal("links are")
        case .cancel: throw refusal("cancel events are")
        case .multiple: throw refusal("multiple event definitions are")
        }
    }

    private func refuseWhatIsNotRun() throws(ModelProblem) {
        if loop != nil { throw refusal("loops and multi-instance tasks are") }
        if !dataInputs.isEmpty || !dataOutputs.isEmpty { throw refusal("data objects are") }
    }

    private func refusal(_ what: String) -> ModelProblem {
        ModelProblem(place: place, element: id, message: "\(what) not supported by the embedded engine")
    }
}
