package import Messages
package import Models
package import Values

/// A run of a model without a broker: which files, which process, and what happens to it step by step.
package struct Scenario: Sendable {
    /// BPMN and DMN files, relative to the scenario's own.
    package var models: [String]
    /// More DMN files, likewise.
    package var decisions: [String]
    package var process: String
    package var dialect: Dialect
    /// The initial data.
    package var data: Value
    /// What each service operation answers.
    package var services: TextMap<Value>
    /// Writes and reads the instance back after every step.
    package var reopen: Bool
    package var steps: [Step]
    /// What steps should show, by their number in the trace: 0 is the start.
    package var expectations: [Int: Expectation]

    /// One thing that happens.
    package enum Step: Sendable {
        /// An event is sent; without `correlations` those of the waiting message of that name are computed.
        case event(Event, computesCorrelations: Bool)
        case complete(element: String, data: Value)
        case reset(element: String, data: Value?)
        /// The clock moves on by so many seconds.
        case advance(Duration)
    }
}

/// What is wrong with a scenario, and where in it.
package struct ScenarioProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Like `steps[2].event`; empty for the scenario itself.
    package var path: String
    package var message: String

    package var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
