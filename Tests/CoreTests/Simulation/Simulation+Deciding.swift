import Messages
import SQLiteStore
import StorePort
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// A person at the desk.
extension Simulation {
    /// Retries or discards something that is parked, while anything may fail.
    func decide() throws {
        guard let core, !diskHasFailed else { return }
        let rows = try core.inStore { try $0.parked(limit: .max) }
        guard let row = rows.randomElement(using: &random) else { return }
        let fault = chance(1, in: 4) ? anyFault() : .none
        // A publication that somebody gives up would look lost.
        let decision =
            row.kind != .publication && chance(1, in: 4)
            ? ParkedDecision.discard(why: "no") : chance(1, in: 2) ? .retry : .retryAmongAll
        note("a person: \(decision) \(row.kind) \(row.stage)")
        if case .killedBeforeCommit = fault { return try crash(into: [model], after: "killed before the decision") }
        var needsChoice = false
        let place = rows.filter { $0.kind != .publication && $0.number < row.number }.count
        let next = try expected(decision, row, place: place, &needsChoice)
        let before = core.outcomes
        let ((result, effects), hasFailed) = failing(with: fault) {
            core.decide(row.number, decision, at: now)
        }
        diskHasFailed = diskHasFailed || hasFailed
        if let failure = effects.fatal {
            guard diskHasFailed else { throw Violation("the store was lost for nothing: \(failure)") }
            return try crash(into: [model, next], after: "the store is lost: SQLite \(failure.code)")
        }
        switch result {
        case .failure(let failure):
            guard failure.kind == .full || failure.kind == .stale else {
                throw Violation("a decision failed: \(failure)")
            }
            guard effects.publish.isEmpty else { throw Violation("published though the disk was full") }
        case .success(let outcome):
            note("\(outcome)")
            if case .needsChoice(let reason) = outcome {
                guard needsChoice else { throw Violation("there is nothing to choose: \(reason)") }
            } else if needsChoice {
                throw Violation("\(outcome), though only a person can say which body is right")
            }
            try compare(core.outcomes, since: before, next.outcomes)
            model = next
        }
        if case .killedAfterCommit = fault { return try crash(into: [model], after: "killed after the decision") }
        try perform(effects, core)
    }

    private func expected(
        _ decision: ParkedDecision, _ row: ParkedRow, place: Int, _ needsChoice: inout Bool
    ) throws -> ReferenceModel {
        var next = model
        next.outcomes = [:]
        switch (try row.parked(.byRoute).content, decision) {
        case (.publication(let publication, _), _):
            broker.exchange.retried.insert(publication.properties.messageID ?? "")
        case (_, .retry), (_, .retryAmongAll):
            needsChoice = !next.retry(place, isChosen: decision == .retry, at: now)
        case (_, .discard): next.discard(place, at: now)
        }
        return next
    }
}
