import Core
import Messages
import StorePort
import Values

/// What came of a person's decision, as it is told.
extension ControlAnswer {
    static func nothing(parked number: Int) -> ControlAnswer {
        ControlAnswer(problem: "nothing is parked under \(number)")
    }

    static func nothing(held number: Int) -> ControlAnswer {
        ControlAnswer(problem: "nothing is held under \(number)")
    }

    init(parked number: Int, _ result: Result<RetryOutcome, StoreFailure>) {
        if case .success(.gone) = result {
            self = .nothing(parked: number)
        } else {
            self.init(.parked(number), result)
        }
    }

    init(held number: Int, _ result: Result<RetryOutcome, StoreFailure>) {
        if case .success(.gone) = result { self = .nothing(held: number) } else { self.init(.held(number), result) }
    }

    private init(_ subject: DecisionAnswer.Subject, _ result: Result<RetryOutcome, StoreFailure>) {
        switch result {
        case .failure(let failure): self.init(problem: "nothing has happened to \(subject.number): \(failure)")
        case .success(let outcome):
            self.init(items: [.decision(outcome.answer(about: subject))])
        }
    }
}

extension RetryOutcome {
    /// Why it is not done.
    fileprivate var reason: String? {
        switch self {
        case .parkedAgain(let reason), .needsChoice(let reason): reason
        case .refused:
            "the broker refuses it for now, perhaps a queue is full; it stays in the outbox, and is tried again"
        case .published: "it stays in the outbox until the broker has confirmed it"
        case .applied, .confirmed, .resumed, .discarded, .requested, .gone: nil
        }
    }

    /// For whoever decided.
    package func answer(about subject: DecisionAnswer.Subject) -> DecisionAnswer {
        DecisionAnswer(subject, isDone: isDone, result: word, reason: reason)
    }
}
