import Models
import Python

/// An element prepared for running: what it does, and where its tokens go.
final class Node: Sendable {
    /// A sequence flow that leaves the node.
    struct OutgoingFlow: Sendable {
        let index: FlowIndex
        let target: ElementIndex
        let condition: ScriptExpression?
        let isDefault: Bool
    }

    let id: String
    let scope: ScopeIndex
    let behaviour: any ElementBehaviour
    let isManual: Bool
    /// What the outside knows it by, where it is done there.
    let outsideName: String?
    let watches: Bool
    let hasTimer: Bool
    /// The activity of a boundary element.
    let attachedTo: ElementIndex?
    /// A boundary element that ends its activity.
    let isInterrupting: Bool
    let trigger: Trigger
    let throwDefinition: ThrowDefinition
    let outgoing: [OutgoingFlow]
    let hasConditions: Bool
    let boundaries: [ElementIndex]
    let loop: LoopPlan?
    /// Scripts run around each instance of a loop, not around the loop.
    let hasScriptsOnInstances: Bool
    /// An event subprocess that ends the rest of its scope.
    let interruptsScope: Bool
    let dataInputs: [String]
    let dataOutputs: [String]
    let inputs: [String]?
    let outputs: [String]?
    let preScript: ScriptProgram?
    let postScript: ScriptProgram?

    /// Data objects or an io specification are at work.
    var hasData: Bool { !dataInputs.isEmpty || !dataOutputs.isEmpty || inputs != nil || outputs != nil }

    var isBoundary: Bool { attachedTo != nil }

    init(_ element: Element, of definition: ProcessDefinition, behaviour: any ElementBehaviour) {
        self.id = element.id
        self.scope = element.scope
        self.behaviour = behaviour
        self.isManual = behaviour.isManual
        self.outsideName = behaviour.outsideName
        self.watches = behaviour.watches
        self.hasTimer = behaviour.trigger.hasTimer
        if case .boundary(_, let host, let interrupting) = element.kind {
            self.attachedTo = host
            self.isInterrupting = interrupting
        } else {
            self.attachedTo = nil
            self.isInterrupting = false
        }
        self.trigger = behaviour.trigger
        self.throwDefinition = behaviour.throwDefinition
        self.outgoing = element.outgoing.map { flow in
            OutgoingFlow(
                index: flow, target: definition.flows[flow].target, condition: definition.flows[flow].condition,
                isDefault: flow == element.defaultFlow)
        }
        self.hasConditions = outgoing.contains { $0.condition != nil }
        self.boundaries = element.boundaries
        self.loop = element.loop.map(LoopPlan.init)
        self.hasScriptsOnInstances = element.scriptsOnInstances
        self.interruptsScope = (behaviour as? EventSubprocessElement)?.isInterrupting ?? false
        self.dataInputs = element.dataInputs
        self.dataOutputs = element.dataOutputs
        self.inputs = element.inputs.flatMap { $0.isEmpty ? nil : $0 }
        self.outputs = element.outputs.flatMap { $0.isEmpty ? nil : $0 }
        if case .scriptTask = element.kind {
            // SpiffWorkflow runs no scripts around a script.
            self.preScript = nil
            self.postScript = nil
        } else {
            self.preScript = element.preScript
            self.postScript = element.postScript
        }
    }
}
