import Control
import Events
import Store

/// What came of a person's decision, as it is told.
extension ControlAnswer {
    static func nothing(parked number: Int) -> ControlAnswer {
        ControlAnswer(problem: "nothing is parked under \(number)")
    }

    static func nothing(held number: Int) -> ControlAnswer {
        ControlAnswer(problem: "nothing is held under \(number)")
    }

    init(parked number: Int, _ result: Result<Retrial, StoreFailure>) {
        if case .success(.gone) = result {
            self = .nothing(parked: number)
        } else {
            self.init("parked", number, result)
        }
    }

    init(held number: Int, _ result: Result<Retrial, StoreFailure>) {
        if case .success(.gone) = result { self = .nothing(held: number) } else { self.init("held", number, result) }
    }

    private init(_ kind: String, _ number: Int, _ result: Result<Retrial, StoreFailure>) {
        switch result {
        case .failure(let failure): self.init(problem: "nothing has happened to \(number): \(failure)")
        case .success(let retrial):
            var item: Value = [kind: .int(number), "done": .bool(retrial.isDone), "result": .string(retrial.word)]
            if let reason = retrial.reason, case .dict(var fields) = item {
                fields["reason"] = .string(reason)
                item = .dict(fields)
            }
            self.init(items: [item])
        }
    }
}

extension Retrial {
    /// What a person is told.
    var word: String {
        switch self {
        case .applied(let outcome): "\(outcome)"
        case .published: "published"
        case .resumed(let status): "\(status)"
        case .parkedAgain: "parked again"
        case .discarded: "discarded"
        case .requested: "asked for: the next start of the bridge does it first"
        case .needsChoice: "not retried"
        case .gone: "gone"
        }
    }

    /// Why it is not done.
    fileprivate var reason: String? {
        switch self {
        case .parkedAgain(let reason), .needsChoice(let reason): reason
        case .applied, .published, .resumed, .discarded, .requested, .gone: nil
        }
    }
}
