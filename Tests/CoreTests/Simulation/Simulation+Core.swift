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
}

/// The core in it: what the shell does around it, its rounds, its deaths.
extension Simulation {
    func anyFault() -> StoreFault {
        let writes = upTo(12)
        switch upTo(8) {
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
        case .consumer, .publisher: break
        }
    }

    private func round(_ core: Core, _ fault: StoreFault) throws {
        if case .killedBeforeCommit = fault { return try crash(into: [model], after: "killed before the commit") }
        let willTransact = core.pause.retryAt.map { $0 <= now } ?? true
        let batch = core.arrived.prefix(core.nextBatch(at: now)).map(\.delivery)
        let serials = batch.compactMap(\.serial)
        var next = model
        next.outcomes = [:]
        if willTransact {
            let taken = batch.compactMap { one in one.serial.map { (workload.messages[$0], one.redelivered) } }
            next.transact(taken, at: now)
        }
        let outcomesBefore = core.outcomes
        let (effects, hasFailed) = perform(core, fault)
        diskHasFailed = diskHasFailed || hasFailed
        if let failure = effects.fatal {
            guard diskHasFailed else { throw Violation("the store was lost for nothing: \(failure)") }
            guard effects.settle.isEmpty else { throw Violation("deliveries were settled though the store was lost") }
            return try crash(into: [model, next], after: "the store is lost: SQLite \(failure.code)")
        }
        if core.pause.retryAt != nil {
            guard effects.settle.isEmpty else { throw Violation("deliveries were settled though the disk was full") }
            note("the disk is full")
        } else {
            try compare(core.outcomes, since: outcomesBefore, next.outcomes)
            note("committed \(serials) \(next.outcomes.map { "\($0.key) \($0.value)" }.sorted())")
            model = next
        }
        if case .killedAfterCommit = fault { return try crash(into: [model], after: "killed after the commit") }
        try perform(effects, core)
    }

    private func perform(_ core: Core, _ fault: StoreFault) -> (CoreEffects, Bool) {
        if isDiskFull { return FailingDisk.failing(after: 0, with: .full) { core.round(at: now) } }
        guard case .disk(let failure, let writes) = fault else { return (core.round(at: now), false) }
        return FailingDisk.failing(after: writes, with: failure) { core.round(at: now) }
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
        try FileManager.default.createDirectory(atPath: folder + "/\(life)", withIntermediateDirectories: true)
        for file in ["", "-wal"] where FileManager.default.fileExists(atPath: old + file) {
            try FileManager.default.copyItem(atPath: old + file, toPath: path + file)
        }
        core = nil
        try? FileManager.default.removeItem(atPath: folder + "/\(life - 1)")
        letters.removeAll()
        publishing = nil
        _ = consumer.lose()
        _ = publisher.lose()
        consumer = try SimulatedConsumerLink()
        publisher = try SimulatedPublisherLink(window: Self.unconfirmed)
        try open()
        try recognise(states)
    }

    var path: String { folder + "/\(life)/bridge.sqlite" }

    func open() throws {
        try FileManager.default.createDirectory(atPath: folder + "/\(life)", withIntermediateDirectories: true)
        let generator = SeededGenerator(seed: seed &* 31 &+ UInt64(life))
        let engine = EmbeddedEngine(remembered: 8)
        let installation = Installation(try engine.install(Self.definitions.get()), in: engine)
        // Small bounds, so that every one of them is reached.
        var limits = Relay.Limits()
        limits.unconfirmed = Self.unconfirmed
        limits.loaded = 6
        var settings = CoreSettings()
        settings.batch = 5
        // Killed at random, not by a message: none is to blame.
        settings.attempts = .max
        let store = try Store(at: path, tuning: StoreTuning(framesInLog: 24, ballast: 4096, inboxWave: 6))
        let core = try Core(
            store: store, begun: path + ".begun", engine: engine, installation: installation, routes: Self.routes.get(),
            settings: settings,
            relay: limits, at: now)
        core.work.random = generator
        self.core = core
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
