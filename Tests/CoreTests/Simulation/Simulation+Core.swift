import DequeModule
import EmbeddedEngine
import EnginePort
import Foundation
import Messages
import Models
import Routing
import SQLiteStore
import Simulation
import StorePort
import TestKit
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What can happen to the store, or the process, in one round.
enum StoreFault {
    case none
    case killedBeforeCommit
    /// Committed, and nothing of what follows is done.
    case killedAfterCommit
    case disk(FailingDisk.Failure, afterWrites: Int)
    /// Somebody else has changed something; only in memory.
    case stale
}

/// The core in it: what the shell does around it, its rounds, its deaths.
extension Simulation {
    func anyFault() -> StoreFault {
        let writes = upTo(12)
        switch upTo(9) {
        case 9: return .stale
        case 0: return .killedBeforeCommit
        case 1, 2: return .killedAfterCommit
        case 3: return .disk(.full, afterWrites: writes)
        case 4: return .disk(.fullHalfway, afterWrites: writes)
        case 5: return .disk(.lost, afterWrites: writes)
        case 6: return .disk(.torn, afterWrites: writes)
        default: return .disk(.doneAndDenied, afterWrites: writes)
        }
    }

    /// The core hears some of what the links told, and does a round if it has anything to do.
    func turnCore(fault: StoreFault) throws {
        for _ in 0..<(chance(1, in: 3) ? 1 : upTo(letters.count)) {
            guard let letter = letters.popFirst() else { break }
            receive(letter)
        }
        guard let core, core.hasWork(at: now) else { return }
        try round(core, fault)
    }

    func receive(_ letter: Letter) {
        switch letter {
        case .consumer(.ready(let generation)): core?.consumerReady(generation)
        case .consumer(.delivered(let deliveries)): core?.deliveriesArrived(deliveries)
        case .consumer(.lost): core?.consumerLost()
        case .publisher(.ready(let generation)):
            publishing = generation
            core?.publisherReady()
        case .publisher(.settled(let outcomes)):
            for outcome in outcomes {
                let id = publisher.id(of: outcome.number)
                note("heard \(id.suffix(14)) \(outcome.result)")
                broker.exchange.heard(outcome.result, of: id)
            }
            core?.publicationsSettled(outcomes, at: now)
        case .publisher(.lost): core?.publisherLost()
        case .stepped(let number, let answer): core?.stepAnswered(number, answer)
        case .consumer, .publisher: break
        }
    }

    private func round(_ core: Core, _ fault: StoreFault) throws {
        if case .killedBeforeCommit = fault { return try crash(into: [model], after: "killed before the commit") }
        let willTransact = core.pause.retryAt.map { $0 <= now } ?? true
        let outcomesBefore = core.outcomes
        // What had to wait is decided as of the time at which it was tried first.
        let arrived = core.arrived.map { (delivery: $0.delivery, at: $0.unfinished?.now ?? now) }
        let (effects, hasFailed) = failing(with: fault) { core.round(at: now) }
        diskHasFailed = diskHasFailed || hasFailed
        if effects.fatal != nil || core.pause.retryAt != nil || core.staleInARow > 0 {
            guard effects.settle.isEmpty else { throw Violation("deliveries were settled, and nothing was committed") }
        }
        // What was decided, in its order: what waits for the engine was passed by.
        let settled = Set(effects.settle.flatMap(\.tags))
        let flagged = Set(core.arrived.filter(\.isDecided).map(\.delivery.tag))
        let decided = arrived.filter { (effects.fatal == nil ? settled : flagged).contains($0.delivery.tag) }
        var next = model
        next.outcomes = [:]
        if willTransact {
            let taken = decided.compactMap { one in
                one.delivery.serial.map { (workload.messages[$0], one.delivery.redelivered, one.at) }
            }
            next.transact(taken, at: now)
        }
        if let failure = effects.fatal {
            guard diskHasFailed else { throw Violation("the store was lost for nothing: \(failure)") }
            return try crash(into: [model, next], after: "the store is lost: SQLite \(failure.code)")
        }
        if core.pause.retryAt != nil {
            note("the disk is full")
        } else if core.staleInARow > 0 {
            note("something was changed by somebody else")
        } else {
            let outcomes = next.outcomes.map { "\($0.key) \($0.value)" }.sorted()
            note("committed \(decided.compactMap(\.delivery.serial)) \(outcomes)")
            try compare(core.outcomes, since: outcomesBefore, next.outcomes)
            model = next
        }
        if case .killedAfterCommit = fault { return try crash(into: [model], after: "killed after the commit") }
        try perform(effects, core)
    }

    /// - Returns: what `body` gives, and whether the store has failed in it.
    func failing<Result>(with fault: StoreFault, _ body: () throws -> Result) rethrows -> (Result, Bool) {
        let failure: (FailingDisk.Failure, Int)? =
            if isDiskFull { (.full, 0) } else if case .disk(let failure, let writes) = fault { (failure, writes) } else
            {
                nil
            }
        if let memory {
            memory.fault = failure.map { Self.fault($0.0) }
            if case .stale = fault { memory.fault = .stale }
            let asked = memory.fault
            let result = try body()
            defer { memory.fault = nil }
            return (result, asked != nil && memory.fault == nil && asked != .stale)
        }
        guard let (failure, writes) = failure else { return (try body(), false) }
        return try FailingDisk.failing(after: writes, with: failure, body)
    }

    private static func fault(_ failure: FailingDisk.Failure) -> MemoryStore.Fault {
        switch failure {
        case .full, .fullHalfway: .full
        case .lost, .torn: .lostAndNotWritten
        case .doneAndDenied: .lostButWritten
        }
    }

    func compare(_ after: [Outcome: Int], since before: [Outcome: Int], _ expected: [Outcome: Int]) throws {
        for outcome in Outcome.allCases {
            let count = (after[outcome] ?? 0) - (before[outcome] ?? 0)
            guard count == expected[outcome] ?? 0 else {
                throw Violation("\(outcome): \(count) in this round, and should be \(expected[outcome] ?? 0)")
            }
        }
    }

    func perform(_ effects: CoreEffects, _ core: Core) throws {
        engine.begin(effects.steps) { [answers] in answers.put($0, $1) }
        for settlement in effects.settle { consumer.settle(settlement.generation, settlement.tags) }
        for publication in effects.publish.map(\.publication) {
            note("publishes \(publication.properties.messageID?.suffix(14) ?? "-")")
        }
        if let publishing { try publisher.publish(effects.publish, generation: publishing) }
        switch effects.consuming {
        case .pause: consumer.pause(true)
        case .resume: consumer.pause(false)
        case nil: break
        }
    }

    /// The process is gone, the file stands as it is; a new process opens it and must find one of `states`.
    func crash(into states: [ReferenceModel], after reason: String) throws {
        note("CRASH: \(reason)")
        crashes += 1
        diskHasFailed = false
        let old = path
        life += 1
        if let memory {
            self.memory = memory.reopened()
        } else {
            try copy(from: old)
        }
        core = nil
        if memory == nil { try? FileManager.default.removeItem(atPath: folder + "/\(life - 1)") }
        letters.removeAll()
        _ = answers.take()
        engine = TestEngine(remembered: 8)
        publishing = nil
        _ = consumer.lose()
        _ = publisher.lose()
        consumer = try SimulatedConsumerLink()
        publisher = try SimulatedPublisherLink(window: Self.unconfirmed)
        try open()
        try recognise(states)
    }

    private func copy(from old: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/\(life)", withIntermediateDirectories: true)
        for file in ["", "-wal"] where FileManager.default.fileExists(atPath: old + file) {
            try FileManager.default.copyItem(atPath: old + file, toPath: path + file)
        }
    }

    var path: String { folder + "/\(life)/bridge.sqlite" }

    func open() throws {
        let generator = SeededGenerator(seed: seed &* 31 &+ UInt64(life))
        let installation = Installation(try engine.inner.install(Self.definitions.get()), in: engine)
        // Small bounds, so that every one of them is reached.
        var limits = Relay.Limits()
        limits.unconfirmed = Self.unconfirmed
        limits.loaded = 6
        var settings = CoreSettings()
        settings.batch = 5
        // Killed at random, not by a message: none is to blame.
        settings.attempts = .max
        settings.work.laterRetry = .zero
        settings.staleAtOnce = .max
        let core = try Core(
            store: try store(), begun: memory == nil ? path + ".begun" : nil, engine: engine,
            installation: installation, routes: Self.routes.get(), settings: settings, relay: limits, at: now)
        core.work.random = generator
        self.core = core
        engine.goesElsewhere = { [unowned self] in goesElsewhere($0) }
    }

    private func store() throws -> any BridgeStore {
        if let memory { return memory }
        try FileManager.default.createDirectory(atPath: folder + "/\(life)", withIntermediateDirectories: true)
        return try Store(at: path, tuning: StoreTuning(framesInLog: 24, ballast: 4096, inboxWave: 6))
    }

    /// By the step alone, so that it is the same again. While a clock has come nothing is, as the model tells all of them at
    /// once.
    private func goesElsewhere(_ step: Step) -> Bool {
        guard elsewhere > 0, core?.nextInstanceTimer.map({ $0 > now }) ?? true else { return false }
        if case .advance(.time) = step.input { return false }
        return step.seed % UInt64(elsewhere) == 0
    }

    static let unconfirmed = 4

    private static let definitions = Result {
        try ModelReader.read(SimulationModels.sources(), dialect: .spiff)
    }

    private static let routes = Result {
        let inbound = [
            InboundRoute(queue: "in", expressions: try InboundRoute.Expressions()),
            InboundRoute(
                queue: "brief", expressions: try InboundRoute.Expressions(),
                unmatched: Unmatched(
                    hold: .seconds(300), then: .dead, most: Unmatched.Most(count: ReferenceModel.briefMost), over: .dead
                )),
        ]
        let outbound = try SimulationModels.outward.sorted().map {
            OutboundRoute(
                match: EventMatch(name: Glob($0)), exchange: "out", expressions: try OutboundRoute.Expressions())
        }
        return Routes(inbound: InboundRoutes(inbound), outbound: OutboundRoutes(outbound))
    }
}
