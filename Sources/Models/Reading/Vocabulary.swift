import XML

/// Which BPMN elements may stand where. What has no meaning at run time is listed, so that nothing is skipped unknowingly.
enum Vocabulary {
    /// Notes and drawings, wherever they stand.
    static let silent: TextSet = [
        "documentation", "extensionElements", "textAnnotation", "association", "group", "auditing", "monitoring",
        "categoryValueRef",
    ]

    /// Types, interfaces and addresses tell the engine nothing; neither do pools and message flows.
    /// SpiffWorkflow's modeler leaves correlation keys here when the collaboration is removed.
    static let definitions: TextSet = [
        "process", "collaboration", "message", "signal", "error", "escalation", "correlationProperty",
        "correlationKey", "import", "itemDefinition", "interface", "endPoint", "resource", "partnerEntity",
        "partnerRole", "category",
        "relationship", "extension",
    ]

    static let collaboration: TextSet = [
        "participant", "correlationKey", "messageFlow", "messageFlowAssociation", "participantAssociation",
        "conversation", "subConversation", "conversationLink", "conversationAssociation",
    ]

    /// Who works on a task is not the engine's to decide.
    private static let people: TextSet = ["resourceRole", "performer", "humanPerformer", "potentialOwner"]

    static let process: TextSet = people.union(nodes).union([
        "sequenceFlow", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification",
        "property",
        "supports",
    ])

    private static let nodes = TextSet(NodeName.allCases.map(\.rawValue))

    private static let activity: TextSet = people.union([
        "incoming", "outgoing", "ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation",
        "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
    ])

    /// Which definition may stand in which event, `EventPosition` knows.
    private static let event: TextSet = EventPosition.definitions.union([
        "incoming", "outgoing", "property", "dataInput", "dataOutput", "inputSet", "outputSet",
        "dataInputAssociation", "dataOutputAssociation",
    ])

    private static let subprocess = activity.union(process)
    private static let scriptTask = activity.union(["script"])
    private static let userTask = activity.union(["rendering"])
    private static let messageTask = activity.union(["messageEventDefinition"])
    private static let gateway: TextSet = ["incoming", "outgoing"]

    /// Whether `check` refuses a child of that name in any scope.
    static func isRefused(_ name: String) -> Bool { !subprocess.contains(name) && !silent.contains(name) }

    static func children(of node: NodeName) -> TextSet {
        switch node {
        case .subProcess, .transaction: subprocess
        case .scriptTask: scriptTask
        case .userTask: userTask
        case .sendTask, .receiveTask: messageTask
        default:
            switch node.family {
            case .event: event
            case .activity: activity
            case .gateway: gateway
            }
        }
    }

    /// What BPMN has and this reader has not, with what to do instead.
    private static let refusals: TextMap<String> = [
        "adHocSubProcess": "ad-hoc subprocesses are not supported; connect its activities with sequence flows",
        "complexGateway": "complex gateways are not supported; use an inclusive or exclusive gateway",
        "dataStore": "data stores are not supported; keep the data in the process, or ask for it with messages",
        "compensateEventDefinition": "compensation is not supported; model the way back as a sequence flow",
        "correlationSubscription": "correlation subscriptions are not supported; use correlation keys",
        "eventDefinitionRef": "shared event definitions are not supported; put the definition inside the event",
        "implicitThrowEvent": "implicit throw events are not supported; use an intermediate throw event",
        "ioBinding": "operation bindings are not supported; use messages",
        "complexBehaviorDefinition": "complex multi-instance behaviour is not supported; use a completion condition",
        "callConversation": "conversations are not supported; use a collaboration",
        "globalConversation": "conversations are not supported; use a collaboration",
        "choreography": "choreographies are not supported; use processes with messages",
        "choreographyTask": "choreographies are not supported; use processes with messages",
        "callChoreography": "choreographies are not supported; use processes with messages",
        "subChoreography": "choreographies are not supported; use processes with messages",
        "globalChoreographyTask": "choreographies are not supported; use processes with messages",
        "globalTask": "global tasks are not supported; use a process with this one task",
        "globalUserTask": "global tasks are not supported; use a process with this one task",
        "globalManualTask": "global tasks are not supported; use a process with this one task",
        "globalScriptTask": "global tasks are not supported; use a process with this one task",
        "globalBusinessRuleTask": "global tasks are not supported; use a process with this one task",
    ]

    /// Refuses every BPMN child of `xml` that is neither known there nor silent.
    /// - Parameter owner: the id of the node it belongs to, for children without an id.
    static func check(_ xml: XMLElement, knows known: TextSet, _ report: Report, of owner: String? = nil) {
        for child in xml.children {
            let element = child.id ?? owner ?? xml.id
            if child.namespace == nil {
                report.problem(
                    "`\(child.name)` is in no namespace; give it the prefix of BPMN", at: child, element: element)
            } else if child.namespace == Namespace.bpmn, !known.contains(child.name), !silent.contains(child.name) {
                let message = refusals[child.name] ?? "`\(child.name)` is not supported in `\(xml.name)`"
                report.problem(message, at: child, element: element)
            }
        }
    }
}
