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
            for item in answer.items {
                show(item)
                isDone = isDone && item["done"] == .bool(true)
            }
        }
        if !isDone { throw ExitCode.failure }
    }

    /// Told at once, also into a pipe: should the bridge end, it is known what was done.
    private func show(_ item: Value) {
        defer { fflush(nil) }
        if json { return Terminal.say(json: JSON.text(of: item)) }
        let number = (item["parked"] ?? item["held"]).map { JSON.text(of: $0) } ?? "?"
        let reason = item["reason"]?.asString.map { ": \($0)" } ?? ""
        Terminal.say("\(number)  \(item["result"]?.asString ?? "?")\(reason)")
    }
}
