extension Element.Kind {
    /// Whether it is a task, subprocess or call activity: what can loop and have boundary elements.
    var isActivity: Bool {
        switch self {
        case .scriptTask, .userTask, .manualTask, .plainTask, .sendTask, .receiveTask, .serviceTask, .businessRuleTask,
            .subprocess, .callActivity:
            true
        case .start, .intermediateCatch, .intermediateThrow, .end, .boundary, .exclusiveGateway, .parallelGateway,
            .inclusiveGateway, .eventBasedGateway:
            false
        }
    }

    /// What people call it: "timer boundary event", "script task".
    package var title: String {
        switch self {
        case .start(let event): event.title + "start event"
        case .intermediateCatch(let event): event.title + "catch event"
        case .intermediateThrow(let event): event.title + "throw event"
        case .end(let event): event.title + "end event"
        case .boundary(let event, _, _): event.title + "boundary event"
        case .scriptTask: "script task"
        case .userTask: "user task"
        case .manualTask: "manual task"
        case .plainTask: "task"
        case .sendTask: "send task"
        case .receiveTask: "receive task"
        case .serviceTask: "service task"
        case .businessRuleTask: "business rule task"
        case .exclusiveGateway: "exclusive gateway"
        case .parallelGateway: "parallel gateway"
        case .inclusiveGateway: "inclusive gateway"
        case .eventBasedGateway: "event-based gateway"
        case .subprocess: "subprocess"
        case .callActivity: "call activity"
        }
    }
}

extension EventDefinition {
    /// The word before "start event"; nothing for none.
    fileprivate var title: String {
        switch self {
        case .none: ""
        case .message: "message "
        case .signal: "signal "
        case .error: "error "
        case .escalation: "escalation "
        case .timer: "timer "
        case .conditional: "conditional "
        case .link: "link "
        case .terminate: "terminate "
        case .cancel: "cancel "
        case .multiple(_, let parallel): parallel ? "parallel multiple " : "multiple "
        }
    }
}
