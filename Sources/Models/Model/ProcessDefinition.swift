/// One executable process with everything a run of it needs: its elements, its subprocesses, what it calls.
///
/// Elements, flows and scopes are named by their position, so that a stored instance can name them in a byte or two;
/// the positions hold for this `hash` only.
package struct ProcessDefinition: Sendable {
    /// `process/@id`.
    package var id: String
    package var name: String?
    /// Whose payload rules apply.
    package var dialect: Dialect
    /// The files this process was read from, its called processes' and decisions' too.
    package var sources: [ModelSource]
    /// SHA-256 over dialect, process id and sources, lower-case hex: what tells two versions apart.
    package var hash: String
    /// The process itself is the first.
    package var scopes: [Scope]
    package var elements: [Element]
    package var flows: [SequenceFlow]
    /// What its business rule tasks decide by, by id.
    package var decisions: TextTable<DecisionTable> = [:]
    /// What is allowed but looks like a mistake.
    package var warnings: [ModelProblem]

    package init(
        id: String, name: String?, dialect: Dialect, sources: [ModelSource], hash: String, scopes: [Scope],
        elements: [Element], flows: [SequenceFlow], warnings: [ModelProblem] = []
    ) {
        self.id = id
        self.name = name
        self.dialect = dialect
        self.sources = sources
        self.hash = hash
        self.scopes = scopes
        self.elements = elements
        self.flows = flows
        self.warnings = warnings
    }
}

/// Whose extensions and payload rules a model is read with (see the SpiffWorkflow parsers of the same names).
package enum Dialect: String, Sendable, Hashable, CaseIterable {
    /// SpiffWorkflow's `spiff` parser: payload expressions and message variables.
    case spiff = "spiff"
    /// SpiffWorkflow's plain `bpmn` parser: a throw carries all task data, a catch merges it flat.
    case bpmn = "bpmn"
}

/// A model file as it was read.
package struct ModelSource: Sendable, Hashable {
    package var file: String
    package var bytes: [UInt8]

    package init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }
}

/// The position of an element in `ProcessDefinition.elements`.
package typealias ElementIndex = Int
/// The position of a sequence flow in `ProcessDefinition.flows`.
package typealias FlowIndex = Int
/// The position of a scope in `ProcessDefinition.scopes`.
package typealias ScopeIndex = Int
