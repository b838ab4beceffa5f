package import EnginePort
import Messages
import Models
import Testing
import Values

/// What every engine whose instances are values must keep. Each implementation runs all of it.
package struct StateEngineContract: Sendable {
    /// One thing it must keep.
    package enum Rule: String, CaseIterable, Sendable {
        case starts = "a start gives a state, what was emitted and what is waited for"
        case advances = "an input goes on from the state, to the end"
        case unwantedStart = "a start that no start element catches is not accepted"
        case unwantedInput = "an input that nobody waits for is not accepted, and changes nothing"
        case badState = "a state that cannot be read is a failure, and so is a definition that is not installed"
        case endless = "a step that would never end is ended, and other instances go on"
        case failing = "what fails has changed nothing"
        case restored = "what is remembered and what is read again go on alike"
        case again = "the same step gives the same answer, also in another engine and where chance is asked"
        case anyOrder = "steps of different instances give the same together, in any order, as each alone"
        case closed = "what is begun after the end is answered, for later"
        case correlations = "what an event is to several definitions is told in one call, each failure at its own"
        case idleClock = "a clock that has nothing to ring is not accepted, and changes nothing"
        case dueClock = "a clock that is due rings once"
        case looking = "looking changes nothing"
        case forgetting = "an answer that was dropped is not taken for the state that somebody else has made"
    }

    private let make: @Sendable () throws -> any StateEngine

    /// - Parameter make: a new engine, in which nothing is installed.
    package init(_ make: @escaping @Sendable () throws -> any StateEngine) { self.make = make }

    package func check(_ rule: Rule) async throws {
        switch rule {
        case .starts: try await starts()
        case .advances: try await advances()
        case .unwantedStart: try await unwantedStart()
        case .unwantedInput: try await unwantedInput()
        case .badState: try await badState()
        case .endless: try await endless()
        case .failing: try await failing()
        case .restored: try await restored()
        case .again: try await again()
        case .anyOrder: try await anyOrder()
        case .closed: try await closed()
        case .correlations: try correlations()
        case .idleClock: try await idleClock()
        case .dueClock: try await dueClock()
        case .looking: try await looking()
        case .forgetting: try await forgetting()
        }
    }

    func bench(_ model: ModelSource = ContractModels.order) throws -> EngineBench { try EngineBench(try make(), model) }

    /// The failure that must be the answer.
    func failure(
        _ answer: StepAnswers.Answer, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> EngineFailure {
        switch answer {
        case .failure(let failure): return failure
        case .success(let advance):
            return try #require(nil as EngineFailure?, "it went well: \(advance)", sourceLocation: sourceLocation)
        }
    }

    /// An answer that says no.
    func expectUnwanted(
        _ advance: Advance, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!advance.accepted, sourceLocation: sourceLocation)
        #expect(advance.emitted.isEmpty, sourceLocation: sourceLocation)
    }
}
