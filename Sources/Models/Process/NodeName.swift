/// The BPMN elements that are nodes of a process and are read.
enum NodeName: String, CaseIterable {
    case startEvent, intermediateCatchEvent, intermediateThrowEvent, boundaryEvent, endEvent
    case task, userTask, manualTask, scriptTask, serviceTask, sendTask, receiveTask, businessRuleTask
    case subProcess, transaction, callActivity
    case exclusiveGateway, parallelGateway, inclusiveGateway, eventBasedGateway

    enum Family { case event, activity, gateway }

    var family: Family {
        switch self {
        case .startEvent, .intermediateCatchEvent, .intermediateThrowEvent, .boundaryEvent, .endEvent: .event
        case .task, .userTask, .manualTask, .scriptTask, .serviceTask, .sendTask, .receiveTask, .businessRuleTask,
            .subProcess, .transaction, .callActivity:
            .activity
        case .exclusiveGateway, .parallelGateway, .inclusiveGateway, .eventBasedGateway: .gateway
        }
    }

    /// Whether it contains nodes of its own.
    var isScope: Bool { self == .subProcess || self == .transaction }
}
