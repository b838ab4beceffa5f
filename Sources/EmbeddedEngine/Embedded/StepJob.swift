import EnginePort
import Messages
import Python
import Values

/// A step with all that it takes to run it on any thread, and where its answer goes.
struct StepJob: Sendable {
    let numbered: NumberedStep
    private let plan: Plan
    private let done: @Sendable (UInt64, Result<Advance, EngineFailure>) -> Void

    init(
        _ numbered: NumberedStep, of plan: Plan,
        _ done: @escaping @Sendable (UInt64, Result<Advance, EngineFailure>) -> Void
    ) {
        self.numbered = numbered
        self.plan = plan
        self.done = done
    }

    var instance: InstanceID { numbered.step.instance.id }

    func answer(_ answer: Result<Advance, EngineFailure>) { done(numbered.number, answer) }

    /// Runs the step with the whole budget and answers.
    func run() { answer(result(nil).answer) }

    /// - Parameter own: what the thread has of plans; nil where it uses the shared one.
    /// - Returns: also whether the step could have been run in place.
    func result(_ own: WorkerPlans?) -> (answer: Result<Advance, EngineFailure>, wasLight: Bool) {
        let step = numbered.step
        let plan = own?.copy(of: plan) ?? plan
        let turn = Turn(now: step.at, of: step.instance.id, host: ScriptHost(now: step.at, seed: step.seed))
        do throws(EngineFailure) {
            var instance: Instance
            switch step.input {
            case .start: instance = Instance(of: plan, turn: turn)
            case .advance: instance = try InstanceReader.instance(from: numbered.state, of: plan, turn: turn)
            }
            let accepted: Bool
            do throws(EngineFailure) {
                accepted = try instance.take(step.input)
            } catch {
                return (.failure(error), instance.turn.wasLight)
            }
            let wasLight = instance.turn.wasLight
            return (.success(instance.advance(accepted: accepted)), wasLight)
        } catch {
            return (.failure(error), true)
        }
    }
}
