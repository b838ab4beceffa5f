package import AMQP
import Journal
import Messages
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
    /// What is begun and not ended, the outermost first.
    private(set) var begun: [WorkUnit] = []
    /// How far the outermost has come.
    private(set) var phase: UInt8 = 0
    /// What the engine's threads are at.
    let notes: StepNotes
    /// How many events have followed from the outermost.
    private var followed: UInt64 = 0
    let seed: UInt64
    #if DEBUG
        let failpoints: Failpoints
        private let dies: (@Sendable (_ unit: WorkUnit, _ about: String) -> Bool)?
        private var isDead = false
        /// What each that is begun concerns, if anybody wants to know.
        private(set) var descriptions: [String] = []
    #endif

    /// What a person should know about the page beside the database, and about the end of the life before.
    package private(set) var problems: [String] = []

    /// Without a memory: for work that nobody does again.
    package init() {
        file = nil
        notes = StepNotes()
        limit = .max
        deaths = [:]
        seed = 0
        #if DEBUG
            failpoints = Failpoints(nil)
            dies = nil
        #endif
    }

    /// Takes up the page that the life before has left beside the database, before anything else is tried.
    /// - Parameters:
    ///   - path: of the page; nil for a store that has none.
    ///   - notes: what the engine tells what its threads are at.
    init(
        _ path: String?, _ store: any BridgeStore, _ settings: CoreSettings, _ notes: StepNotes, at now: Timestamp
    ) throws {
        self.notes = notes
        limit = settings.attempts
        #if DEBUG
            failpoints = Failpoints.ofTheEnvironment
            dies = settings.dies
        #endif
        let database = try Self.fact("database", of: store)
        var told: [String] = []
        if let path {
            let opening = try BegunFile.open(at: path, owner: database ?? "") { work in
                told = try Self.count(work, in: store, limit: settings.attempts, at: now)
            }
            file = opening.file
            problems = told + (opening.problem.map { [$0] } ?? [])
        } else {
            file = nil
        }
        notes.note(on: file?.workers)
        var digest = ContentDigest(seed: 0)
        digest.add(database)
        seed = digest.first
        if try !Self.deaths(in: store).isEmpty {
            try Self.commit([.pruneDeaths(before: now - settings.dedupeWindow)], to: store)
        }
        deaths = try Self.deaths(in: store)
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
        _ unit: WorkUnit, in set: WorkingSet, about: @autoclosure () -> String = "",
        _ body: () throws -> Bool, putAside: (Reason) throws -> Void
    ) throws {
        if !deaths.isEmpty, let reason = reason(against: unit) {
            try putAside(reason)
            // What is not shown today would end the process tomorrow, too.
            if !unit.kind.isShowing { forget(unit, in: set) }
            return
        }
        #if DEBUG
            // Who is dead does nothing more.
            if isDead { throw Self.death }
        #endif
        begin(unit)
        defer { end() }
        #if DEBUG
            try die(in: unit, about())
        #endif
        if try body(), !deaths.isEmpty { forget(unit, in: set) }
    }

    /// The same for what is done with wherever it ends.
    package func run(
        _ unit: WorkUnit, in set: WorkingSet, about: @autoclosure () -> String = "",
        _ body: () throws -> Void, putAside: (Reason) throws -> Void
    ) throws {
        try attempt(unit, in: set, about: about()) {
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
    func reached(_ phase: UInt8) {
        self.phase = phase
        file?.reached(phase)
    }

    /// Whether it has died in anything that is counted.
    var countsAny: Bool { !deaths.isEmpty }

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
        if begun.isEmpty { (followed, phase) = (0, 0) }
        begun.append(unit)
        #if DEBUG
            descriptions.append("")
        #endif
        file?.push(unit)
    }

    private func end() {
        begun.removeLast()
        #if DEBUG
            descriptions.removeLast()
            if isDead { return }
        #endif
        file?.pop()
    }

    #if DEBUG
        private func die(in unit: WorkUnit, _ about: @autoclosure () -> String) throws {
            if failpoints.isEmpty && dies == nil { return }
            let about = about()
            descriptions[descriptions.count - 1] = about
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
    /// These are on disk.
    package func committed(_ changes: [Change]) {
        if deaths.isEmpty { return }
        for change in changes {
            switch change {
            case .death(let unit, let count, _): deaths[unit] = count
            case .forgetDeath(let unit): deaths[unit] = nil
            default: continue
            }
        }
    }

    func forget(_ unit: WorkUnit, in set: WorkingSet) {
        if deaths[unit] != nil { set.append(.forgetDeath(unit)) }
    }

    /// Remembers under which number it was put aside.
    func set(parked number: Int64, _ unit: WorkUnit, at now: Timestamp, in set: WorkingSet) {
        var count = deaths[unit] ?? DeathCount()
        count.parked = number
        set.append(.death(unit, count, at: now))
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
