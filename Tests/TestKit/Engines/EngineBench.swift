package import EnginePort
package import Messages
package import Models
import Testing
package import Values

/// An engine with one process installed, and the states of its instances as a store would keep them.
package final class EngineBench {
    package let engine: any StateEngine
    package let definition: DefinitionHash
    package private(set) var instances: [InstanceID: (reference: InstanceReference, state: [UInt8])] = [:]
    package var now = Timestamp(microseconds: 1_767_225_600_000_000)

    package init(_ engine: any StateEngine, _ model: ModelSource) throws {
        self.engine = engine
        definition = try #require(try engine.install([model], dialect: .spiff).first).definition
    }

    /// A step of an instance as it is now; a start if there is no such instance.
    package func step(_ id: String, _ input: Step.Input, seed: UInt64 = 1) -> NumberedStep {
        let id = InstanceID(id)
        let known = instances[id]
        let reference = known?.reference ?? InstanceReference(id: id, definition: definition, revision: 0)
        return NumberedStep(0, Step(reference, input, at: now, seed: seed), state: known?.state ?? [])
    }

    /// Runs a step, in place or elsewhere as the engine will have it. Nothing is kept of it.
    package func answer(to step: NumberedStep) async -> StepAnswers.Answer {
        do {
            if let advance = try engine.attempt(step.step, state: { step.state }) { return .success(advance) }
        } catch {
            guard let failure = error as? EngineFailure else {
                Issue.record("a failure that is none of the engine's: \(error)")
                return .failure(EngineFailure(kind: .state, element: nil, message: "\(error)"))
            }
            return .failure(failure)
        }
        let answers = StepAnswers()
        engine.begin([step], answers.done)
        return await answers.next(1)[0].answer
    }

    /// Runs a step and keeps what it made of the instance.
    @discardableResult
    package func take(_ id: String, _ input: Step.Input, seed: UInt64 = 1) async throws -> Advance {
        let step = step(id, input, seed: seed)
        let advance = try await answer(to: step).get()
        keep(advance, of: step.step)
        return advance
    }

    /// What the store does with an answer.
    package func keep(_ advance: Advance, of step: Step) {
        if advance.accepted { instances[step.instance.id] = (step.result, advance.state) }
    }

    /// A message as the bridge sends it: with the correlations that the engine computes for it.
    package func message(_ name: String, _ payload: Value) throws -> Event {
        var event = Event(kind: .message, name: name, payload: payload)
        event.correlations = try engine.correlations(of: event, in: [definition])[0].answer.get()
        return event
    }

    /// The start of an order.
    package func order(_ number: Int) throws -> Step.Input {
        .start(
            .event(try message("placed", ["order_id": .int(number), "lines": [["qty": 2, "price": .int(number)]]])))
    }

    /// The payment for an order.
    package func payment(_ number: Int) throws -> Step.Input {
        .advance(
            .event(try message("received", ["order_id": .int(number), "amount": .int(2 * number)]), addressed: false))
    }
}
