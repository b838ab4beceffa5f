import AMQP
import EnginePort
import Foundation
import Messages
import Models
import Routing
import SQLiteStore
import Simulation
import StorePort
import Synchronization
import TestKit
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// A bridge that dies and starts again, on one database, with a broker that gives it what it has not settled: seen from
/// outside of the core only.
final class Lives {
    /// What the process dies in.
    struct Poison: Sendable {
        var kind: UnitKind
        var text: String
        /// After so many deaths of it, it is harmless: killed by chance.
        var harmlessAfter = Int.max
        /// Where it dies: in a thread of the engine's own.
        var isElsewhere = false
    }

    let folder = NSTemporaryDirectory() + "lives-" + UUID().uuidString
    var settings = CoreSettings()
    var models = SimulationModels.sources()
    var now = Timestamp(microseconds: 1_767_225_600_000_000)
    /// What the broker has to give, the oldest first.
    private(set) var queue: [Delivery] = []
    private(set) var core: Core?
    /// Body and type of what was confirmed.
    private(set) var published: [String] = []
    private(set) var outcomes: [Outcome: Int] = [:]
    var isPublishing = true
    /// What a person was told.
    private(set) var told: [String] = []
    private(set) var problems: [String] = []
    /// Deaths of each kind.
    let deaths = Deaths()
    /// The engine's threads.
    let workers = SimulatedWorkers()
    private var tag: UInt64 = 0

    /// Counts deaths; shared with the core.
    final class Deaths: Sendable {
        private let state = Mutex<(poisons: [Poison], counts: TextMap<Int>)>(([], TextMap()))

        var counts: TextMap<Int> { state.withLock(\.counts) }
        var total: Int { counts.values.reduce(0, +) }
        func set(_ poisons: [Poison]) { state.withLock { $0.poisons = poisons } }

        func kill(_ unit: WorkUnit, _ about: String, elsewhere: Bool = false) -> Bool {
            state.withLock { state in
                guard
                    let poison = state.poisons.first(where: {
                        $0.isElsewhere == elsewhere && $0.kind == unit.kind
                            && ($0.text.isEmpty || about.contains($0.text))
                    }),
                    state.counts["\(poison.kind) \(poison.text)", default: 0] < poison.harmlessAfter
                else { return false }
                state.counts["\(poison.kind) \(poison.text)", default: 0] += 1
                return true
            }
        }
    }

    init(_ poisons: Poison...) {
        deaths.set(poisons)
        settings.dies = { [deaths] in deaths.kill($0, $1) }
    }

    deinit {
        core = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    func message(
        _ type: String, key: String, amount: Int? = 1, id: String? = UUID().uuidString, redelivered: Bool = false,
        on queue: String = "in"
    ) -> Delivery {
        tag += 1
        var properties = MessageProperties()
        properties.type = type
        properties.messageID = id
        properties.contentType = "application/json"
        let amount = amount.map { #","amount":\#($0)"# } ?? ""
        return Delivery(
            queue: queue, tag: tag, redelivered: redelivered, properties: properties,
            body: Array(#"{"key":"\#(key)"\#(amount)}"#.utf8))
    }

    func signal(_ name: String, id: String? = UUID().uuidString) -> Delivery {
        var delivery = message(name, key: "all", amount: nil, id: id)
        delivery.properties.headers["x-event"] = "signal"
        return delivery
    }

    /// Starts as often as it dies, until nothing is left to do. At most so many times: an outage for ever is a failure.
    /// - Returns: how often it died.
    @discardableResult
    func live(_ deliveries: [Delivery] = [], atMost lives: Int = 60) throws -> Int {
        queue += deliveries
        let before = deaths.total
        for _ in 0..<lives {
            do {
                try run()
                return deaths.total - before
            } catch let failure as StoreFailure where failure.message == Self.death.message {
                core = nil
            }
        }
        throw TestFailure("the process dies for ever: \(deaths.counts)")
    }

    private static let death = StoreFailure(.fatal, "died on demand")

    /// The life goes on, or a new one begins.
    private func run() throws {
        if core == nil { try start() } else { core?.deliveriesArrived(queue) }
        guard let core else { return }
        try turn(core)
        while workers.isAtWork {
            guard let (number, answer) = try workers.turn(dies: { deaths.kill($0, $1, elsewhere: true) }) else {
                try workers.leaveWitness(in: folder + "/bridge.sqlite.begun")
                throw Self.death
            }
            core.stepAnswered(number, answer)
            try turn(core)
        }
    }

    private func turn(_ core: Core) throws {
        while core.hasWork(at: now) {
            let before = core.outcomes
            let effects = core.round(at: now)
            if let fatal = effects.fatal { throw fatal }
            for (outcome, count) in core.outcomes { outcomes[outcome, default: 0] += count - (before[outcome] ?? 0) }
            let settled = Set(effects.settle.flatMap(\.tags))
            queue.removeAll { settled.contains($0.tag) }
            told += effects.notes.map(\.reason)
            confirm(effects.publish, core)
            workers.begin(effects.steps)
        }
    }

    private func start() throws {
        for each in queue.indices { queue[each].redelivered = queue[each].redelivered || deaths.total > 0 }
        core = try Self.open(folder + "/bridge.sqlite", models, settings, now, workers.restart())
        problems = core?.problems ?? []
        core?.consumerReady(Generation(1))
        if isPublishing { core?.publisherReady() }
        core?.deliveriesArrived(queue)
    }

    private func confirm(_ publications: [NumberedPublication], _ core: Core) {
        for publication in publications.map(\.publication) {
            published.append(
                "\(publication.properties.type ?? publication.routingKey) \(String(decoding: publication.body, as: UTF8.self))"
            )
        }
        core.publicationsSettled(
            publications.map { PublicationOutcome(number: $0.number, result: .confirmed) }, at: now)
    }

    /// Ends as a stop does.
    func stop() { core = nil }

    func advance(by duration: Duration) throws -> Int {
        now = now + duration
        return try live()
    }

    /// A person asks or decides; the answer, or nil where the process died.
    func decide(_ number: Int64, _ decision: ParkedDecision) throws -> RetryOutcome? {
        guard let core else { throw TestFailure("nothing runs") }
        let (result, effects) = core.decide(number, decision, at: now)
        if effects.fatal != nil {
            self.core = nil
            return nil
        }
        confirm(effects.publish, core)
        return try result.get()
    }

    func parked() throws -> [ParkedRow] { try inStore { try $0.parked(limit: .max) } }

    func inStore<Result>(_ body: (WorkingSet) throws -> Result) throws -> Result {
        guard let core else { throw TestFailure("nothing runs") }
        return try core.inStore(body)
    }

    private static func open(
        _ path: String, _ models: [ModelSource], _ settings: CoreSettings, _ now: Timestamp,
        _ elsewhere: (engine: TestEngine, notes: StepNotes)
    ) throws -> Core {
        let engine = elsewhere.engine
        let inbound = [
            InboundRoute(queue: "in", expressions: try InboundRoute.Expressions()),
            InboundRoute(
                queue: "brief", expressions: try InboundRoute.Expressions(),
                unmatched: Unmatched(hold: .seconds(300), then: .discard)),
        ]
        let outbound = try SimulationModels.outward.sorted().map {
            OutboundRoute(
                match: EventMatch(name: Glob($0)), exchange: "out", expressions: try OutboundRoute.Expressions())
        }
        let store = try Store(at: path)
        try store.begin()
        return try Core(
            store: store, begun: path + ".begun", engine: engine, notes: elsewhere.notes,
            installation: try Installation(models, dialect: .spiff, in: engine),
            routes: Routes(inbound: InboundRoutes(inbound), outbound: OutboundRoutes(outbound)), settings: settings,
            at: now)
    }
}
