package import Core
import SQLiteStore
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
            self.init("parked", number, result)
        }
    }

    init(held number: Int, _ result: Result<RetryOutcome, StoreFailure>) {
        if case .success(.gone) = result { self = .nothing(held: number) } else { self.init("held", number, result) }
    }

    private init(_ kind: String, _ number: Int, _ result: Result<RetryOutcome, StoreFailure>) {
        switch result {
        case .failure(let failure): self.init(problem: "nothing has happened to \(number): \(failure)")
        case .success(let outcome):
            self.init(items: [outcome.told(of: number, as: kind)])
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

    /// For whoever asked about what is parked or held (`kind`) under that number.
    package func told(of number: Int, as kind: String = "parked") -> Value {
        .fields((kind, .int(number)), ("done", .bool(isDone)), ("result", .string(word)), ("reason", .text(reason)))
    }
}
