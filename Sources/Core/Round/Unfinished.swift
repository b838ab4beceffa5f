import EnginePort
import Routing
import Values

/// Something that could not be decided when it was its turn: the engine runs a step of it elsewhere, or it must not overtake
/// something for which it does.
///
/// It is tried again from its beginning, at the same time and with the same chance: so it asks for the same steps, and finds
/// their answers here.
package final class Unfinished {
    let now: Timestamp
    let host: RouteHost
    /// Where its random numbers begin.
    let seed: UInt64
    private var answers: [(step: Step, answer: Result<Advance, EngineFailure>)] = []
    /// Steps that are under way, by their number.
    private var awaited: [UInt64: Step] = [:]
    /// Not to be tried before.
    var retryAt: Timestamp?
    /// When it was tried last, as `Round.progress` counts.
    var triedAt = 0
    /// What it may concern: what does may not overtake it.
    var footprint = Footprint()
    /// What the delivery was translated to.
    var translated: InboundEvent?

    init(now: Timestamp, host: RouteHost, seed: UInt64) {
        self.now = now
        self.host = host
        self.seed = seed
    }

    func wait(for number: UInt64, _ step: Step) { awaited[number] = step }

    /// What the engine has answered to this step, if it was asked.
    func answer(to step: Step) -> Result<Advance, EngineFailure>? { answers.first { $0.step == step }?.answer }

    func awaits(_ number: UInt64) -> Bool { awaited[number] != nil }

    func take(_ number: UInt64, _ answer: Result<Advance, EngineFailure>) {
        guard let step = awaited.removeValue(forKey: number) else { return }
        answers.append((step, answer))
    }

    /// Answers that only say that nobody could be asked are asked for again.
    func askAgain() {
        answers.removeAll {
            if case .failure(let failure) = $0.answer { failure.remedy == .later } else { false }
        }
    }

    /// When it is to be tried, if nothing but the time is waited for.
    var nextTry: Timestamp? { awaited.isEmpty ? retryAt : nil }

    /// Whether it is worth to be tried.
    func isReady(at now: Timestamp, progress: Int) -> Bool {
        guard awaited.isEmpty else { return false }
        if let retryAt { return retryAt <= now }
        return triedAt != progress
    }
}
