import ArgumentParser
import Foundation
import Operations
import Values

extension StoreOption {
    /// Asks for each by itself, in that order. Exit code 1 where something stays as it was, or is not there.
    func decide(_ numbers: [Int], _ desk: any Answering, _ request: (Int) -> ControlRequest) throws {
        var isDone = true
        for number in numbers {
            let answer: ControlAnswer
            do {
                answer = try desk.ask(request(number), patience: .seconds(60))
            } catch {
                throw failure("\(number): \(error)")
            }
            if let problem = answer.problem {
                _ = failure(problem)
                isDone = false
            }
            for case .decision(let decision) in answer.items {
                show(decision)
                isDone = isDone && decision.isDone
            }
        }
        if !isDone { throw ExitCode.failure }
    }

    /// Told at once, also into a pipe: should the bridge end, it is known what was done.
    private func show(_ decision: DecisionAnswer) {
        defer { fflush(nil) }
        if json { return Terminal.say(json: JSON.text(of: decision.value)) }
        let reason = decision.reason.map { ": \($0)" } ?? ""
        Terminal.say("\(decision.subject.number)  \(decision.result)\(reason)")
    }
}
