/// The BPMN elements that are nodes of a process and are read.
enum NodeName: String, CaseIterable {
    case startEvent = "startEvent"
    case intermediateCatchEvent = "intermediateCatchEvent"
    case intermediateThrowEvent = "intermediateThrowEvent"
    case boundaryEvent = "boundaryEvent"
    case endEvent = "endEvent"
    case task = "task"
    case userTask = "userTask"
    case manualTask = "manualTask"
    case scriptTask = "scriptTask"
    case serviceTask = "serviceTask"
    case sendTask = "sendTask"
    case receiveTask = "receiveTask"
    case businessRuleTask = "businessRuleTask"
    case subProcess = "subProcess"
    case transaction = "transaction"
    case callActivity = "callActivity"
    case exclusiveGateway = "exclusiveGateway"
    case parallelGateway = "parallelGateway"
    case inclusiveGateway = "inclusiveGateway"
    case eventBasedGateway = "eventBasedGateway"

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
