import XML

/// Warns of attributes and extensions that mean nothing where they stand: what is misspelt would be skipped silently.
struct SpellingCheck {
    let report: Report
    let dialect: Dialect

    private var camunda: CamundaCheck { CamundaCheck(report: report) }

    /// Goes through the BPMN elements of a file; whatever other vendors add is theirs.
    ///
    /// - Parameter owner: the nearest element around it that has an id.
    func run(_ xml: XMLElement, in owner: String? = nil) {
        guard xml.namespace == Namespace.bpmn else { return }
        let owner = xml.id ?? owner
        for attribute in xml.attributes where attribute.namespace == nil && !Self.attributes.contains(attribute.name) {
            let hint = report.hint(attribute.name, among: Self.attributes)
            report.warning("BPMN has no attribute `\(attribute.name)`\(hint)", at: xml)
        }
        camunda.run(xml, of: owner)
        for child in xml.children {
            if child.isNamed("extensionElements", in: Namespace.bpmn) {
                for grandchild in child.children {
                    check(extension: grandchild, of: xml)
                    camunda.run(extension: grandchild, of: owner)
                }
            } else {
                run(child, in: owner)
            }
        }
    }

    private func check(extension xml: XMLElement, of parent: XMLElement) {
        guard xml.namespace == Namespace.spiff, !Self.silent.contains(xml.name) else { return }
        guard let parents = Self.parents[xml.name] else {
            let hint = report.hint(xml.name, among: Self.parents.keys)
            return report.warning("SpiffWorkflow has no extension `\(xml.name)`\(hint)", at: xml, element: parent.id)
        }
        if dialect != .spiff {
            report.warning("`\(xml.name)` means nothing in the \(dialect) dialect", at: xml, element: parent.id)
        } else if !parents.contains(parent.name) {
            report.warning("`\(xml.name)` means nothing in a `\(parent.name)`", at: xml, element: parent.id)
        }
    }

    private static let activities = TextSet(NodeName.allCases.filter { $0.family == .activity }.map(\.rawValue))
    private static let messages: TextSet = ["message", "messageEventDefinition", "sendTask", "receiveTask"]

    /// Where each extension that is read may stand.
    private static let parents: TextMap<TextSet> = [
        "messagePayload": messages, "messageVariable": messages, "processVariableCorrelation": messages,
        "payloadExpression": ["signal", "error", "escalation"],
        "variableName": ["signal", "error", "escalation", "userTask"],
        "preScript": activities, "postScript": activities,
        "serviceTaskOperator": ["serviceTask"], "calledDecisionId": ["businessRuleTask"],
    ]

    /// What forms, tests and front ends are made of.
    private static let silent: TextSet = [
        "properties", "unitTests", "instructionsForEndUser", "taskMetadataValues", "category", "allowGuest",
        "guestConfirmation", "signalButtonLabel", "isOutputSynthetic",
    ]

    /// All attributes of BPMN 2.0, of whatever element.
    private static let attributes: TextSet = [
        "activityRef", "associationDirection", "attachedToRef", "behavior", "calledChoreographyRef",
        "calledCollaborationRef", "calledElement", "cancelActivity", "cancelRemainingInstances", "capacity",
        "categoryValueRef", "completionQuantity", "correlationKeyRef", "correlationPropertyRef", "dataObjectRef",
        "dataStoreRef", "default", "definition", "definitionalCollaborationRef", "direction", "errorCode", "errorRef",
        "escalationCode", "escalationRef", "evaluatesToTypeRef", "eventGatewayType", "exporter", "exporterVersion",
        "expressionLanguage", "gatewayDirection", "id", "implementation", "implementationRef", "importType",
        "initiatingParticipantRef", "innerConversationNodeRef", "innerMessageFlowRef", "inputDataRef", "instantiate",
        "isClosed", "isCollection", "isExecutable", "isForCompensation", "isImmediate", "isInterrupting", "isRequired",
        "isSequential", "isUnlimited", "itemKind", "itemRef", "itemSubjectRef", "language", "location", "loopMaximum",
        "loopType", "maximum", "messageRef", "method", "minimum", "mustUnderstand", "name", "namespace",
        "noneBehaviorEventRef", "oneBehaviorEventRef", "operationRef", "ordering", "outerConversationNodeRef",
        "outerMessageFlowRef", "outputDataRef", "parallelMultiple", "parameterRef", "partitionElementRef",
        "processRef", "processType", "scriptFormat", "scriptLanguage", "signalRef", "sourceRef", "startQuantity",
        "structureRef", "targetNamespace", "targetRef", "testBefore", "textFormat", "triggeredByEvent", "type",
        "typeLanguage", "value", "waitForCompletion",
    ]
}
