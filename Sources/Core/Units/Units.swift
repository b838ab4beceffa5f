package import AMQP
import Messages
package import SQLiteStore
package import StorePort
import Values

/// Work in units: what is being worked on is noted before it begins, so that the next start knows in what the process
/// has died; and what it has died in too often is not begun any more, but put aside alone.
package final class Units {
    /// What a unit is called in the reason for which it is put aside.
    package typealias Reason = String

    private let file: BegunFile?
    private let limit: Int
    private var deaths: [WorkUnit: DeathCount]
    /// What the open transaction has changed of it.
    private var changes: [(unit: WorkUnit, count: DeathCount?)] = []
    /// What is begun and not ended, the outermost first.
    private var begun: [WorkUnit] = []
    /// How many events have followed from the outermost.
    private var followed: UInt64 = 0
    let seed: UInt64
    #if DEBUG
        let failpoints: Failpoints
        private let dies: (@Sendable (_ unit: WorkUnit, _ about: String) -> Bool)?
        private var isDead = false
    #endif

    /// What a person should know about the page beside the database, and about the end of the life before.
    package private(set) var problems: [String] = []

    /// Without a memory: for work that nobody does again.
    package init() {
        file = nil
        limit = .max
        deaths = [:]
        seed = 0
        #if DEBUG
            failpoints = Failpoints(nil)
            dies = nil
        #endif
    }

    /// Takes up the page that the life before has left beside the store, before anything else is tried.
    init(of store: Store, _ settings: CoreSettings, at now: Timestamp) throws {
        let limit = settings.attempts
        self.limit = limit
        var told: [String] = []
        let opening = try store.openBegun { work, transaction in
            try Self.count(work, limit: limit, at: now, in: transaction)
            let blamed = work.linkUnits + [work.units.last?.unit].compactMap { $0 }
            let counted = try transaction.deaths()
            for unit in blamed {
                let count = counted[unit]?.count ?? 1
                told.append("the process died while \(WorkUnit.words(unit.kind)): time \(count) of \(limit)")
            }
            if blamed.isEmpty, work.isElsewhere {
                told.append("the process died in a thread that does no unit of work: nothing is blamed for it")
            }
        }
        file = opening.file
        problems = told + (opening.problem.map { [$0] } ?? [])
        (deaths, seed) = try store.transaction { transaction in
            var digest = ContentDigest(seed: 0)
            digest.add(try transaction.fact("database"))
            let deaths = try transaction.deaths()
            guard !deaths.isEmpty else { return (deaths, digest.first) }
            try transaction.pruneDeaths(before: now - settings.dedupeWindow)
            return (try transaction.deaths(), digest.first)
        }
        #if DEBUG
            failpoints = Failpoints.ofTheEnvironment
            dies = settings.dies
        #endif
    }

    /// The innermost unit was at hand. What it had followed from is counted, too, should what kills have another name
    /// each time; but only as long as nothing in it is found to be what kills.
    private static func count(
        _ work: BegunWork, limit: Int, at now: Timestamp, in transaction: borrowing Transaction
    ) throws {
        let known = try transaction.deaths()
        for unit in work.linkUnits {
            var count = known[unit] ?? DeathCount()
            count.count += 1
            count.parked = nil
            try transaction.set(count, of: unit, at: now)
        }
        guard let inner = work.units.last else { return }
        var count = known[inner.unit] ?? DeathCount()
        count.phase = count.count == 0 ? inner.phase : min(count.phase, inner.phase)
        count.count += 1
        count.parked = nil
        try transaction.set(count, of: inner.unit, at: now)
        for outer in work.units.dropLast() {
            var around = known[outer.unit] ?? DeathCount()
            around.around = count.count >= limit ? 0 : around.around + 1
            around.phase = outer.phase
            try transaction.set(around, of: outer.unit, at: now)
        }
        for unit in work.units where unit.unit.kind == .retry {
            try transaction.tellDeath(inRetryOf: Int64(bitPattern: unit.unit.first))
        }
    }
}

// MARK: - Doing the work

extension Units {
    /// Does one unit of work; or, where the process has died in it too often, `putAside` instead, and nothing that
    /// could kill it again.
    /// - Parameters:
    ///   - about: what it concerns, for builds that die on demand.
    ///   - body: gives whether the unit is done with. Else what is counted of it stays.
    func attempt(
        _ unit: WorkUnit, in transaction: borrowing Transaction, about: @autoclosure () -> String = "",
        _ body: () throws -> Bool, putAside: (Reason) throws -> Void
    ) throws {
        if !deaths.isEmpty, let reason = reason(against: unit) {
            try putAside(reason)
            // What is not shown today would end the process tomorrow, too.
            return unit.kind.isShowing ? () : try forget(unit, in: transaction)
        }
        #if DEBUG
            // A transaction is begun again where part of it fails: who is dead does nothing more.
            if isDead { throw Self.death }
        #endif
        begin(unit)
        defer { end() }
        #if DEBUG
            try die(in: unit, about())
        #endif
        if try body(), !deaths.isEmpty { try forget(unit, in: transaction) }
    }

    /// The same for what is done with wherever it ends.
    package func run(
        _ unit: WorkUnit, in transaction: borrowing Transaction, about: @autoclosure () -> String = "",
        _ body: () throws -> Void, putAside: (Reason) throws -> Void
    ) throws {
        try attempt(unit, in: transaction, about: about()) {
            try body()
            return true
        } putAside: {
            try putAside($0)
        }
    }

    /// The next event that follows from what is being done, by its place among them.
    func nextStep(_ event: Event) -> WorkUnit {
        followed &+= 1
        var digest = ContentDigest(seed: followed)
        digest.add(UInt64(event.kind.code))
        digest.add(event.matchedBy)
        return WorkUnit(.step, root, digest.first)
    }

    /// The part that one receiver, or one process, has in what is being done.
    func share(of receiver: UInt64) -> WorkUnit { WorkUnit(.share, innermost, receiver) }

    func share(of receiver: String) -> WorkUnit { share(of: Self.number(receiver)) }

    func installation(of definition: String) -> WorkUnit { WorkUnit(.installation, Self.number(definition)) }

    /// Where a link notes what it is at; it refuses what has ended the process too often.
    package func journal(ofLink number: Int) -> some LinkJournal {
        var refused: [WorkUnit: Reason] = [:]
        for unit in deaths.keys where unit.kind == .decoding { refused[unit] = reason(against: unit) }
        return LinkNotes(file?.note(ofLink: number), refused: refused)
    }

    /// From now on it is noted which thread crashes, should one.
    package func witnessCrashes() { file?.witnessCrashes() }

    /// What is being done has come so far.
    func reached(_ phase: UInt8) { file?.reached(phase) }

    /// Whether the process has died in this one.
    func isSuspect(_ unit: WorkUnit) -> Bool { deaths[unit] != nil }

    /// Whether it has died in any of this kind.
    func suspects(_ kind: UnitKind) -> Bool { !deaths.isEmpty && deaths.contains { $0.key.kind == kind } }

    func count(of unit: WorkUnit) -> DeathCount? { deaths[unit] }

    private var root: UInt64 { begun.first.map(Self.number) ?? 0 }
    private var innermost: UInt64 { begun.last.map(Self.number) ?? 0 }

    private static func number(_ unit: WorkUnit) -> UInt64 {
        var digest = ContentDigest(seed: UInt64(unit.kind.rawValue))
        digest.add(unit.first)
        digest.add(unit.second)
        return digest.first
    }

    private static func number(_ text: String) -> UInt64 {
        var digest = ContentDigest(seed: 0)
        digest.add(text)
        return digest.first
    }

    private func begin(_ unit: WorkUnit) {
        if begun.isEmpty { followed = 0 }
        begun.append(unit)
        file?.push(unit)
    }

    private func end() {
        begun.removeLast()
        #if DEBUG
            if isDead { return }
        #endif
        file?.pop()
    }

    #if DEBUG
        private func die(in unit: WorkUnit, _ about: @autoclosure () -> String) throws {
            if failpoints.isEmpty && dies == nil { return }
            let about = about()
            failpoints.die(in: unit, about)
            guard let dies, dies(unit, about) else { return }
            isDead = true
            throw Self.death
        }

        private static let death = StoreFailure(.fatal, "died on demand")
    #endif
}

// MARK: - What is counted

extension Units {
    /// A transaction begins, or is begun again.
    func transactionBegins() { changes.removeAll() }

    /// It is on disk.
    package func transactionCommitted() {
        for change in changes { deaths[change.unit] = change.count }
        changes.removeAll()
    }

    func forget(_ unit: WorkUnit, in transaction: borrowing Transaction) throws {
        guard deaths[unit] != nil else { return }
        try transaction.forgetDeaths(of: unit)
        changes.append((unit, nil))
    }

    /// Remembers under which number it was put aside.
    func set(parked number: Int64, _ unit: WorkUnit, at now: Timestamp, in transaction: borrowing Transaction) throws {
        var count = deaths[unit] ?? DeathCount()
        count.parked = number
        try transaction.set(count, of: unit, at: now)
        changes.append((unit, count))
    }

    /// How often the process may die in what followed from one unit, each time in another.
    private var limitAround: Int { limit.multipliedReportingOverflow(by: 4).overflow ? .max : limit * 4 }

    /// Why it is not begun any more, if so.
    func reason(against unit: WorkUnit) -> Reason? {
        guard let count = deaths[unit] else { return nil }
        if count.count >= limit {
            return "the process has ended \(count.count) times while \(WorkUnit.words(unit.kind))"
        }
        guard count.around >= limitAround else { return nil }
        return "the process has ended \(count.around) times in what followed while \(WorkUnit.words(unit.kind))"
    }
}
