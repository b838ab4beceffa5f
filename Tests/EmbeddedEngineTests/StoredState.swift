import EnginePort

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

/// An instance as a store has it, with the plan it runs by.
struct StoredState {
    let name: String
    let plan: Plan
    let bytes: [UInt8]

    /// The states of every scenario's instance after every step.
    static func all() throws -> [StoredState] {
        var states: [StoredState] = []
        for fixture in Fixture.all {
            var simulation = try fixture.simulation()
            try? simulation.run { line, instance in
                // Only an instance at rest is ever stored.
                if line.contains("\"error\":true") { return }
                states.append(
                    StoredState(
                        name: fixture.testDescription, plan: instance.plan, bytes: instance.state))
            }
        }
        return states
    }
}
