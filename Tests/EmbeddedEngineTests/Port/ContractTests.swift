import EnginePort
import TestKit
import Testing

@testable import EmbeddedEngine

/// The ways in which the embedded engine runs steps.
enum Place: String, CaseIterable, CustomTestStringConvertible {
    case inPlace = "all in place"
    case forgetful = "all in place, one instance remembered"
    case light = "what is light in place, the rest on two threads"
    case away = "all on two threads"
    case alone = "all on one thread"

    var testDescription: String { rawValue }

    func engine() -> EmbeddedEngine {
        switch self {
        case .inPlace: EmbeddedEngine()
        case .forgetful: EmbeddedEngine(remembered: 1)
        case .light: EmbeddedEngine(threads: 2)
        case .away: EmbeddedEngine(remembered: 100, allowance: .none, pool: StepPool(threads: 2, watch: nil))
        case .alone: EmbeddedEngine(remembered: 100, allowance: .none, pool: StepPool(threads: 1, watch: nil))
        }
    }
}

extension Allowance {
    /// Nothing may be done in place.
    static let none = Allowance(effort: -1, scripts: Allowance.light.scripts)
}

@Suite("What every engine must keep whose instances are values, kept by the embedded one")
struct ContractTests {
    @Test(arguments: Place.allCases, StateEngineContract.Rule.allCases)
    func keeps(_ place: Place, _ rule: StateEngineContract.Rule) async throws {
        try await StateEngineContract { place.engine() }.check(rule)
    }
}
