/// Checks conditions and defaults, and makes them mean one thing: a condition where one is evaluated, a default where it is taken.
struct FlowCheck {
    let report: Report

    func run(_ fragment: inout ProcessFragment) {
        for number in fragment.elements.indices where !fragment.refused.contains(number) {
            switch fragment.elements[number].kind {
            case .exclusiveGateway, .inclusiveGateway:
                requireOutgoing(of: number, fragment)
                checkChoice(number, &fragment)
            case .parallelGateway:
                requireOutgoing(of: number, fragment)
                dropConditions(of: number, &fragment)
            case .eventBasedGateway:
                requireOutgoing(of: number, fragment)
                dropConditions(of: number, &fragment)
                checkWaiting(number, fragment)
            case .start, .intermediateCatch, .intermediateThrow, .end, .boundary:
                dropConditions(of: number, &fragment)
            case .scriptTask, .userTask, .manualTask, .plainTask, .sendTask, .receiveTask, .serviceTask,
                .businessRuleTask, .subprocess, .callActivity:
                dropDefaultCondition(of: number, &fragment)
            }
        }
    }

    private func requireOutgoing(of number: ElementIndex, _ fragment: ProcessFragment) {
        let element = fragment.elements[number]
        if element.outgoing.isEmpty {
            report.problem("no sequence flow leaves this gateway", at: element.place, element: element.id)
        }
    }

    /// A single flow without a condition is the default; of several, each but the default needs a condition.
    private func checkChoice(_ number: ElementIndex, _ fragment: inout ProcessFragment) {
        let outgoing = fragment.elements[number].outgoing
        if outgoing.count == 1, fragment.flows[outgoing[0]].condition == nil {
            fragment.elements[number].defaultFlow = outgoing[0]
        }
        dropDefaultCondition(of: number, &fragment)
        let defaultFlow = fragment.elements[number].defaultFlow
        for flow in outgoing where flow != defaultFlow && !fragment.hasCondition[flow] {
            report.problem(
                "this flow leaves a gateway, so it needs a condition, or to be the gateway's default",
                at: fragment.flowPlaces[flow], element: fragment.flows[flow].id)
        }
    }

    private func dropDefaultCondition(of number: ElementIndex, _ fragment: inout ProcessFragment) {
        guard let flow = fragment.elements[number].defaultFlow, fragment.hasCondition[flow] else { return }
        report.warning(
            "this is the default flow: its condition is not evaluated", at: fragment.flowPlaces[flow],
            element: fragment.flows[flow].id)
        fragment.flows[flow].condition = nil
    }

    private func dropConditions(of number: ElementIndex, _ fragment: inout ProcessFragment) {
        if fragment.elements[number].defaultFlow != nil {
            fragment.elements[number].defaultFlow = nil
            let element = fragment.elements[number]
            report.warning(
                "this element takes all its flows: `default` means nothing here", at: element.place, element: element.id
            )
        }
        for flow in fragment.elements[number].outgoing where fragment.hasCondition[flow] {
            report.warning(
                "`\(fragment.elements[number].id)` takes all its flows: this condition is not evaluated",
                at: fragment.flowPlaces[flow], element: fragment.flows[flow].id)
            fragment.flows[flow].condition = nil
        }
    }

    private func checkWaiting(_ number: ElementIndex, _ fragment: ProcessFragment) {
        for flow in fragment.elements[number].outgoing {
            let target = fragment.flows[flow].target
            let element = fragment.elements[target]
            switch element.kind {
            case .receiveTask: continue
            case .intermediateCatch(let event):
                if case .link = event { break }
                continue
            default: if fragment.refused.contains(target) { continue }
            }
            report.problem(
                "an event-based gateway leads to catch elements and receive tasks; `\(element.id)` is neither",
                at: fragment.flowPlaces[flow], element: fragment.flows[flow].id)
        }
    }
}
