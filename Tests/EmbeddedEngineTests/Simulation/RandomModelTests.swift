import Testing

@testable import EmbeddedEngine
@testable import EnginePort
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("Random processes")
struct RandomModelTests {
    private func trace(_ source: ModelSource, _ scenario: Value, reopening: Bool) throws -> [String] {
        var scenario = try Scenario(from: scenario)
        scenario.reopen = reopening
        var simulation = try Simulation(scenario, sources: [source])
        var lines: [String] = []
        try? simulation.run { lines.append($0) }
        return lines
    }

    @Test("Reopened after every step they behave the same", arguments: 0..<150 as Range<UInt64>)
    func reopened(seed: UInt64) throws {
        var random = RandomModel(seed: seed)
        let (source, scenario) = random.make(steps: 25)
        let once = try trace(source, scenario, reopening: false)
        #expect(try trace(source, scenario, reopening: true) == once, "seed \(seed)")
        // A failure would end the trace early: these models cannot fail.
        #expect(once.count == 26, "seed \(seed): \(once.last ?? "")")
    }

    @Test("A step budget that runs out at any point is a failure, never a trap", arguments: 0..<40 as Range<UInt64>)
    func budgets(seed: UInt64) throws {
        var random = RandomModel(seed: seed)
        let (source, _) = random.make(steps: 0)
        let definition = try #require(try ModelReader.read([source], dialect: .spiff).first)
        let plan = try Plan(definition)
        for steps in 0..<30 {
            var instance = Instance(of: plan, turn: Turn(now: .latest, random: { 0 }, steps: steps))
            let thrown = failure { _ = try instance.begin(by: .none(data: ["n": 1])) }
            if let thrown { #expect([.budget, .model].contains(thrown.kind), "seed \(seed): \(thrown)") }
        }
    }
}
