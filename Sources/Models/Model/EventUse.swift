/// One event that an element of a process waits for or causes.
package struct EventUse: Sendable {
    package enum Role: Sendable, Hashable {
        /// It starts the process.
        case start
        /// A running instance can wait for it.
        case wait
        /// A running instance can throw it.
        case emit
    }

    package var role: Role
    package var element: ElementIndex
    /// Never `none` or `multiple`: these are told one by one.
    package var event: EventDefinition

    init(role: Role, element: ElementIndex, event: EventDefinition) {
        self.role = role
        self.element = element
        self.event = event
    }
}

extension ProcessDefinition {
    /// Every event of the process, its subprocesses and the processes it calls, in the order of the elements.
    var eventUses: [EventUse] {
        elements.indices.flatMap { number -> [EventUse] in
            let element = elements[number]
            switch element.kind {
            case .start(let event):
                return uses(element.scope == 0 ? .start : .wait, number, event)
            case .intermediateCatch(let event), .boundary(let event, _, _): return uses(.wait, number, event)
            case .intermediateThrow(let event), .end(let event): return uses(.emit, number, event)
            case .receiveTask(let message): return uses(.wait, number, .message(message))
            case .sendTask(let message): return uses(.emit, number, .message(message))
            case .scriptTask, .userTask, .manualTask, .plainTask, .serviceTask, .businessRuleTask, .exclusiveGateway,
                .parallelGateway, .inclusiveGateway, .eventBasedGateway, .subprocess, .callActivity:
                return []
            }
        }
    }

    private func uses(_ role: EventUse.Role, _ element: ElementIndex, _ event: EventDefinition) -> [EventUse] {
        switch event {
        case .none: []
        case .multiple(let events, _): events.flatMap { uses(role, element, $0) }
        default: [EventUse(role: role, element: element, event: event)]
        }
    }

    /// A problem for each element that an engine does not run: `reason` says why, or nil for one that it runs.
    package func unsupported(by reason: (Element) -> String?) -> [ModelProblem] {
        elements.compactMap { element in
            reason(element).map { ModelProblem(place: element.place, element: element.id, message: $0) }
        }
    }
}
