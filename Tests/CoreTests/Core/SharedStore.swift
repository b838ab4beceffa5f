import AMQP
import EnginePort
import Messages
import Models
import Routing
import StorePort
import TestKit
import Values

@testable import Core

/// A store that somebody else writes to as well.
final class SharedStore: BridgeStore {
    let inner: MemoryStore
    /// What somebody else does just before the next commit.
    var meddle: ((MemoryStore) throws -> Void)?
    /// How often the core has tried to commit since.
    var tried = 0
    private(set) var meddling: (any Error)?

    init(_ inner: MemoryStore = MemoryStore()) { self.inner = inner }

    var digest: MessageDigest { inner.digest }

    func read(_ wants: [Want]) throws(StoreFailure) -> [Fact] { try inner.read(wants) }

    func commit(_ changes: [Change]) -> Committed {
        tried += 1
        if let meddle {
            self.meddle = nil
            do { try meddle(inner) } catch { meddling = error }
        }
        return inner.commit(changes)
    }
}

/// The core on such a store, with the test in the place of everything else.
final class SharedBench {
    private(set) var store: SharedStore
    private(set) var core: Core
    private(set) var engine = TestEngine()
    var now = Sample.noon
    private(set) var settled: [UInt64] = []
    private(set) var published: [Publication] = []
    private let answers = Answers()
    private var tag: UInt64 = 0

    /// How many messages there were.
    var posted: UInt64 { tag }

    init() throws {
        store = SharedStore()
        core = try Self.core(store, engine, now)
    }

    private static func core(_ store: SharedStore, _ engine: TestEngine, _ now: Timestamp) throws -> Core {
        let models = [ModelSource(file: "test.bpmn", bytes: Array(Model.order.utf8))]
        let inbound = try ["in", "other"].map { InboundRoute(queue: $0, expressions: try InboundRoute.Expressions()) }
        let outbound = [OutboundRoute(exchange: "out", expressions: try OutboundRoute.Expressions())]
        let core = try Core(
            store: store, begun: nil, engine: engine,
            installation: try Installation(models, dialect: .spiff, in: engine),
            routes: Routes(inbound: InboundRoutes(inbound), outbound: OutboundRoutes(outbound)), at: now)
        core.consumerReady(Generation(1))
        core.publisherReady()
        return core
    }

    /// The process dies and starts again.
    func restart() throws {
        store = SharedStore(store.inner.reopened())
        engine = TestEngine()
        core = try Self.core(store, engine, now)
    }

    func message(_ type: String, _ payload: String, id: String, queue: String = "in", instance: InstanceID? = nil)
        -> Delivery
    {
        tag += 1
        var properties = MessageProperties()
        properties.type = type
        properties.messageID = id
        properties.contentType = "application/json"
        if let instance { properties.headers["x-process-instance"] = .string(instance.text) }
        return Delivery(queue: queue, tag: tag, routingKey: "", properties: properties, body: Array(payload.utf8))
    }

    func deliver(_ deliveries: Delivery...) throws {
        core.deliveriesArrived(deliveries)
        try work()
    }

    /// Rounds until nothing is left to do now.
    func work() throws {
        while core.hasWork(at: now) { try round() }
        if let meddling = store.meddling { throw meddling }
    }

    @discardableResult
    func round() throws -> CoreEffects {
        let effects = core.round(at: now)
        if let fatal = effects.fatal { throw fatal }
        engine.begin(effects.steps) { [answers] in answers.put($0, $1) }
        settled += effects.settle.flatMap(\.tags)
        published += effects.publish.map(\.publication)
        return effects
    }

    /// The engine has run one of the steps that it runs elsewhere; the core hears of it.
    func answer(_ index: Int) {
        engine.answer(index)
        for (number, answer) in answers.take() { core.stepAnswered(number, answer) }
    }

    /// Until nothing waits for the engine any more, whose answers come in the order that `choice` says.
    func finish(_ choice: (Range<Int>) -> Int) throws {
        try work()
        while !engine.begun.isEmpty {
            answer(choice(engine.begun.indices))
            try work()
        }
    }

    func instances() throws -> [StoredInstance] {
        try StoreReader(store.inner).instances(limit: .max, scanning: .max).instances
    }

    func instance() throws -> StoredInstance? { try StoreReader(store.inner).instances(limit: 9).instances.first }
}
