import Core
import EmbeddedEngine
import Routing
import SQLiteStore
import StorePort
package import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A bridge that does not run: what is in its database is shown and decided about all the same. It holds the database
/// for as long as it lives.
package final class StoppedBridge {
    private let store: Store
    private let work: Round

    /// - Throws: `StoreFailure`, `locked` where a bridge runs.
    package init(store path: String) throws {
        guard access(path, F_OK) == 0 else {
            throw StoreFailure(.unavailable, "there is no database \(path)")
        }
        store = try Store(at: path)
        // As a bridge does: an older copy is no place to decide in.
        try store.begin()
        // Nothing is run: neither a model nor a route is needed to look, or to give something up.
        work = Round(
            try WorkingSet(store), engine: EmbeddedEngine(),
            routes: Routes(inbound: InboundRoutes([]), outbound: OutboundRoutes([])),
            catalog: ProcessCatalog())
    }

    package func answer(_ request: ControlRequest, at now: Timestamp) -> ControlAnswer {
        switch request {
        case .retry(let number, let isChosen):
            ControlAnswer(
                parked: number,
                decided(at: now) {
                    try keep(RetryRequest(number: Int64(number), isChosen: isChosen), at: now)
                })
        case .discard(let number, let why):
            ControlAnswer(
                parked: number, decided(at: now) { try work.discardAlone(Int64(number), why: why) })
        case .discardHeld(let number, let why):
            ControlAnswer(
                held: number, decided(at: now) { try work.discard(held: Int64(number), why: why) })
        case .instances, .instance, .parked, .parkedThing, .held, .heldThing:
            Desk(work: work).answer(request, at: now)
        case .backup: ControlAnswer(problem: "a backup is not made here")
        }
    }

    deinit { try? store.close() }

    private func decided(
        at now: Timestamp, _ body: () throws -> RetryOutcome
    ) -> Result<RetryOutcome, StoreFailure> {
        do {
            try work.begin(at: now)
            let outcome = try body()
            try work.commitNow()
            return .success(outcome)
        } catch {
            return .failure(error as? StoreFailure ?? StoreFailure(.fatal, "\(error)"))
        }
    }

    /// What runs models and may publish is the bridge's business: it does it first of all when it starts.
    private func keep(
        _ retry: RetryRequest, at now: Timestamp
    ) throws -> RetryOutcome {
        guard try work.set.parked(number: retry.number) != nil else { return .gone }
        work.set.append(.request(retry, at: now))
        return .requested
    }
}
