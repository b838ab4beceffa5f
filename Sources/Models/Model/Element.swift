package import Python

/// A BPMN node.
package struct Element: Sendable {
    package var id: String
    package var name: String?
    package var place: Place
    package var scope: ScopeIndex
    package var kind: Kind
    package var incoming: [FlowIndex] = []
    /// In the order conditions are tried: by height of the target in the diagram, as SpiffWorkflow has it, else by document.
    package var outgoing: [FlowIndex] = []
    package var defaultFlow: FlowIndex?
    package var boundaries: [ElementIndex] = []
    package var loop: Loop?
    /// Pre- and post-scripts run around each instance of a loop, not once around all of them.
    package var scriptsOnInstances = false
    package var lane: String?
    package var preScript: ScriptProgram?
    package var postScript: ScriptProgram?
    /// Ids of the data objects copied in before the element runs, and written after it.
    package var dataInputs: [String] = []
    package var dataOutputs: [String] = []
    /// The io specification: the only variables that go in and come out; nil where it names none.
    package var inputs: [String]?
    package var outputs: [String]?

    package init(id: String, name: String?, place: Place, scope: ScopeIndex, kind: Kind) {
        self.id = id
        self.name = name
        self.place = place
        self.scope = scope
        self.kind = kind
    }

    /// What the node is; one file in the Engine's `Elements/` runs each.
    package enum Kind: Sendable {
        case start(EventDefinition)
        case intermediateCatch(EventDefinition)
        case intermediateThrow(EventDefinition)
        case end(EventDefinition)
        case boundary(EventDefinition, attachedTo: ElementIndex, interrupting: Bool)
        case scriptTask(ScriptProgram)
        /// `variable`: where what a person enters goes; merged into the data without one.
        case userTask(variable: String?)
        case manualTask
        case plainTask
        case sendTask(MessageDefinition)
        case receiveTask(MessageDefinition)
        case serviceTask(ServiceCall)
        case businessRuleTask(decision: String)
        case exclusiveGateway
        case parallelGateway
        case inclusiveGateway
        case eventBasedGateway
        case subprocess(ScopeIndex)
        case callActivity(ScopeIndex)
    }
}

/// Where something stands in a model file. Lines and columns count from 1.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }
}

/// A sequence flow.
package struct SequenceFlow: Sendable {
    package var id: String
    package var name: String?
    package var source: ElementIndex
    package var target: ElementIndex
    package var condition: ScriptExpression?

    init(id: String, name: String?, source: ElementIndex, target: ElementIndex, condition: ScriptExpression?) {
        self.id = id
        self.name = name
        self.source = source
        self.target = target
        self.condition = condition
    }
}

/// A task that runs several times.
package enum Loop: Sendable {
    case standard(condition: ScriptExpression?, maximum: Int?, testBefore: Bool)
    case multiInstance(MultiInstance)
}

/// Multi-instance characteristics (BPMN 2.0 §10.3.7).
package struct MultiInstance: Sendable {
    package var sequential: Bool
    package var cardinality: ScriptExpression?
    package var loopDataInput: String?
    package var inputItem: String?
    package var loopDataOutput: String?
    package var outputItem: String?
    package var completionCondition: ScriptExpression?

    package init(sequential: Bool) { self.sequential = sequential }
}

/// What a service task calls: SpiffWorkflow's operator with its parameters.
package struct ServiceCall: Sendable {
    /// The operator's id; the element's where the model names none.
    package var operation: String
    /// nil without an operator: the service gets the task's data.
    package var parameters: [ServiceParameter]?
    /// Where the result goes; `spiff__<element id>_result` where the model names none.
    package var resultVariable: String
    /// How often the caller tries again, and the base of its waiting time, as the model asks.
    package var retries: Int?
    var retryBackoffBase: Int?

    package init(operation: String, parameters: [ServiceParameter]?, resultVariable: String) {
        self.operation = operation
        self.parameters = parameters
        self.resultVariable = resultVariable
    }
}

/// What a service is given: a name, the type the model says it has, and its value.
package typealias ServiceParameter = (id: String, type: String?, value: ScriptExpression)
