package import Control
package import Events
import Store

/// What a person asks of the running bridge, answered between two rounds, each in a small transaction of its own.
extension Core {
    /// How much of the store one answer looks at.
    private static let scanned = 1000
    private static let scannedBytes = 8 << 20
    private static let longestPage = 500

    /// - Returns: the answer, and what the broker is to be told. A backup is not answered here.
    package func answer(_ request: ControlRequest, at now: Timestamp) -> (ControlAnswer, CoreEffects) {
        switch request {
        case .retry(let number, let isChosen): decided(number, isChosen ? .retry : .retryAmongAll, at: now)
        case .discard(let number, let why): decided(number, .discard(why: why), at: now)
        case .instances, .instance, .parked, .parkedThing: (shown(request, at: now), CoreEffects())
        case .backup: (ControlAnswer(problem: "a backup is not made here"), CoreEffects())
        }
    }

    private func shown(_ request: ControlRequest, at now: Timestamp) -> ControlAnswer {
        do {
            return try store.transaction { transaction in
                work.begin(at: now)
                return switch request {
                case .instances(let filter, let after, let limit):
                    try instances(filter, after: after, limit: min(limit, Self.longestPage), in: transaction)
                case .instance(let id): try instance(InstanceID(id), in: transaction)
                case .parked(let filter, let after, let limit):
                    try parked(filter, after: after, limit: min(limit, Self.longestPage), in: transaction)
                case .parkedThing(let number):
                    try transaction.parked(number: Int64(number)).map {
                        ControlAnswer(items: [ParkedView($0, in: transaction).whole])
                    } ?? .nothing(parked: number)
                case .retry, .discard, .backup: ControlAnswer(problem: "nothing to show")
                }
            }
        } catch {
            // The store remembers what must end the process; the next round meets it.
            return ControlAnswer(problem: "\(error)")
        }
    }

    private func instances(
        _ filter: InstanceFilter, after: Int, limit: Int, in transaction: borrowing Transaction
    ) throws -> ControlAnswer {
        let status = InstanceStatus.allCases.first { "\($0)" == filter.status }
        if let name = filter.status, status == nil { return ControlAnswer(problem: "there is no status \(name)") }
        let page = try transaction.instances(
            status, after: InstanceKey(Int64(after)), limit: limit, scanning: Self.scanned)
        let view = InstanceView(work: work)
        let found = page.instances.filter { filter.process == nil || filter.process == $0.process }
        // One that cannot be read must not hide the others.
        let damaged: [Value] = page.unreadable.map { ["row": .int(Int($0.number)), "status": "unreadable"] }
        return ControlAnswer(
            items: try found.map { try view.line($0, in: transaction) } + damaged,
            next: page.next.map { Int($0.number) })
    }

    private func instance(_ id: InstanceID, in transaction: borrowing Transaction) throws -> ControlAnswer {
        guard let instance = try transaction.instance(id) else {
            return ControlAnswer(problem: "there is no instance \(id); one that has ended is kept for a while only")
        }
        return ControlAnswer(items: [try InstanceView(work: work).whole(instance, in: transaction)])
    }

    private func parked(
        _ filter: ParkedFilter, after: Int, limit: Int, in transaction: borrowing Transaction
    ) throws -> ControlAnswer {
        let rows = try transaction.parked(after: Int64(after), limit: limit, bytes: Self.scannedBytes)
        var items: [Value] = []
        for row in rows {
            let view = ParkedView(row, in: transaction)
            if view.matches(filter) { items.append(view.line) }
        }
        return ControlAnswer(items: items, next: rows.last.map { Int($0.number) })
    }

    private func decided(
        _ number: Int, _ decision: ParkedDecision, at now: Timestamp
    ) -> (ControlAnswer, CoreEffects) {
        let (result, effects) = decide(Int64(number), decision, at: now)
        switch result {
        case .failure(let failure):
            return (ControlAnswer(problem: "nothing has happened to \(number): \(failure)"), effects)
        case .success(.gone): return (.nothing(parked: number), effects)
        case .success(let retrial):
            return (ControlAnswer(items: [retrial.told(of: number)]), effects)
        }
    }
}

extension ControlAnswer {
    fileprivate static func nothing(parked number: Int) -> ControlAnswer {
        ControlAnswer(problem: "nothing is parked under \(number)")
    }
}

extension Retrial {
    /// What a person is told.
    private var word: String {
        switch self {
        case .applied(let outcome): "\(outcome)"
        case .published: "published, not confirmed yet"
        case .confirmed: "published"
        case .refused: "refused"
        case .resumed(let status): "\(status)"
        case .parkedAgain: "parked again"
        case .discarded: "discarded"
        case .needsChoice: "not retried"
        case .gone: "gone"
        }
    }

    /// Why it is not done.
    private var reason: String? {
        switch self {
        case .parkedAgain(let reason), .needsChoice(let reason): reason
        case .refused:
            "the broker refuses it for now, perhaps a queue is full; it stays in the outbox, and is tried again"
        case .published: "it stays in the outbox until the broker has confirmed it"
        case .applied, .confirmed, .resumed, .discarded, .gone: nil
        }
    }

    /// For whoever asked.
    func told(of number: Int) -> Value {
        .fields(
            ("parked", .int(number)), ("done", .bool(isDone)), ("result", .string(word)), ("reason", .text(reason)))
    }
}
