import Messages
import StorePort
import Values

@testable import Core

extension Core {
    /// Looks at what is committed, or changes it, between two rounds.
    func inStore<Result>(_ body: (WorkingSet) throws -> Result) throws -> Result {
        try work.begin(at: work.now)
        let result = try body(work.set)
        try work.commitNow()
        return result
    }
}

/// All there is of a kind.
extension WorkingSet {
    func parked(limit: Int) throws -> [ParkedRow] {
        guard case .parked(let rows) = try store.read(.parkedPage(after: 0, limit: limit, bytes: .max)) else {
            return []
        }
        return rows
    }

    func instances(limit: Int) throws -> InstancePage {
        guard case .page(let page) = try store.read(.instances(nil, after: nil, limit: limit, scanning: limit)) else {
            return InstancePage(instances: [])
        }
        return page
    }

    func pending(limit: Int) throws -> [PendingPublication] { try pending(after: 0, limit: limit) }
    func countPending() throws -> Int { standing.outbox }
    func countParked() throws -> Int { standing.parked }
    func countInstances() -> InstanceCounts { standing.instances }
}

extension WorkingSet {
    func countHeld() -> Int { standing.held }

    func instances(_ status: InstanceStatus, limit: Int) throws -> InstancePage {
        guard case .page(let page) = try store.read(.instances(status, after: nil, limit: limit, scanning: .max)) else {
            return InstancePage(instances: [])
        }
        return page
    }

    func nextTimer() throws -> Timestamp? { try Core.moment(.nextTimer, of: store) }

    func deaths() throws -> [WorkUnit: DeathCount] {
        guard case .deaths(let deaths) = try store.read(.deaths) else { return [:] }
        return deaths
    }

    func givenUp(number: Int64) throws -> GivenUp? {
        guard case .givenUp(let given) = try store.read(.givenUp(number)) else { return nil }
        return given
    }
}
