import AMQP
import EmbeddedEngine
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

/// The core on a real database and the real engine, with the test in the place of the broker and the clock.
final class CoreHarness {
    private let folder: String
    private(set) var core: Core
    private(set) var engine = TestEngine()
    /// What the engine has answered elsewhere and the core has not heard yet.
    private let answers = Answers()
    var now = Timestamp(microseconds: 1_767_225_600_000_000)
    /// What the core wanted published since the last look.
    var published: [Publication] = []
    /// The number that the core gave the publication with this message id last.
    private var numbers: TextMap<Int64> = [:]
    /// What a person was told.
    var notes: [RoundEffects.Note] = []
    var settled: [UInt64] = []
    /// What was to be done about single queues.
    var queues: [CoreEffects.QueueChange] = []
    private var tag: UInt64 = 0
    private var outbound: [OutboundRoute]
    private var models: [ModelSource]
    private let settings: CoreSettings
    /// Of the queue `in`; a restart takes what it is then.
    var inbound: [InboundRoute]

    convenience init(
        model: String = Model.order, inbound: [InboundRoute]? = nil, outbound: [OutboundRoute]? = nil
    ) throws {
        let source = ModelSource(file: "test.bpmn", bytes: Array(model.utf8))
        try self.init(sources: [source], outbound: outbound, inbound: inbound)
    }

    init(
        sources: [ModelSource], outbound: [OutboundRoute]? = nil, inbound: [InboundRoute]? = nil,
        settings: CoreSettings = CoreSettings()
    ) throws {
        self.inbound = try inbound ?? [InboundRoute(queue: "in", expressions: InboundRoute.Expressions())]
        folder = NSTemporaryDirectory() + "core-tests-" + UUID().uuidString
        self.outbound = try outbound ?? [OutboundRoute(exchange: "out", expressions: OutboundRoute.Expressions())]
        models = sources
        self.settings = settings
        core = try Self.open(folder, models, (self.inbound, self.outbound), settings, now, engine)
        core.consumerReady(Generation(1))
        core.publisherReady()
    }

    deinit {
        for path in [folder, folder + "-none"] { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func open(
        _ folder: String, _ models: [ModelSource], _ routes: ([InboundRoute], [OutboundRoute]),
        _ settings: CoreSettings, _ now: Timestamp, _ engine: TestEngine
    ) throws -> Core {
        let installation = try Installation(models, dialect: .spiff, in: engine)
        let routes = Routes(
            inbound: InboundRoutes(routes.0), outbound: OutboundRoutes(routes.1))
        return try Core(
            store: try Store(at: folder + "/bridge.sqlite"), begun: folder + "/bridge.sqlite.begun", engine: engine,
            installation: installation, routes: routes, settings: settings, at: now)
    }

    /// The process dies and starts again: everything that was not committed is gone.
    /// - Parameters:
    ///   - model: what the model is from now on.
    ///   - outbound: what the outbound routes are from now on.
    ///   - whileClosed: is given the database's path.
    func restart(
        model: String? = nil, outbound: [OutboundRoute]? = nil, whileClosed: (String) throws -> Void = { _ in }
    ) throws {
        if let outbound { self.outbound = outbound }
        if let model { models = [ModelSource(file: "test.bpmn", bytes: Array(model.utf8))] }
        // The old connection must be closed before the new one can lock the file.
        core = try Self.open(folder + "-none", models, (inbound, self.outbound), settings, now, TestEngine())
        try? FileManager.default.removeItem(atPath: folder + "-none")
        engine = TestEngine()
        try whileClosed(folder + "/bridge.sqlite")
        core = try Self.open(folder, models, (inbound, self.outbound), settings, now, engine)
        queues += core.pausedAtStart
        core.consumerReady(Generation(1))
        core.publisherReady()
        try work()
    }

    func message(
        _ type: String?, _ payload: String, id: String? = UUID().uuidString, instance: String? = nil,
        contentType: String? = "application/json"
    ) -> Delivery {
        tag += 1
        var properties = MessageProperties()
        properties.type = type
        properties.messageID = id
        properties.contentType = contentType
        if let instance { properties.headers["x-process-instance"] = .string(instance) }
        return Delivery(
            queue: "in", tag: tag, routingKey: "", properties: properties, body: Array(payload.utf8))
    }

    func deliver(_ deliveries: Delivery...) throws {
        core.deliveriesArrived(deliveries)
        try work()
    }

    /// Rounds until nothing is left to do.
    func work() throws {
        while core.hasWork(at: now) {
            let effects = core.round(at: now)
            if let fatal = effects.fatal { throw fatal }
            take(effects.publish)
            engine.begin(effects.steps) { [answers] in answers.put($0, $1) }
            settled += effects.settle.flatMap(\.tags)
            notes += effects.notes
            queues += effects.queues
        }
    }

    /// The engine has run one of the steps that it runs elsewhere.
    func answer(_ index: Int = 0) throws {
        hear(index)
        try work()
    }

    /// The same, and no round follows.
    func hear(_ index: Int = 0) {
        engine.answer(index)
        for (number, answer) in answers.take() { core.stepAnswered(number, answer) }
    }

    func take(_ publications: [NumberedPublication]) {
        for one in publications {
            published.append(one.publication)
            numbers[one.publication.properties.messageID ?? ""] = one.number
        }
    }

    /// The broker says what became of the publication that had this message id last.
    func broker(_ result: PublicationOutcome.Result, _ id: String?) {
        let outcome = PublicationOutcome(number: numbers[id ?? ""] ?? -1, result: result)
        core.publicationsSettled([outcome], at: now)
    }

    /// The broker confirms everything that is on its way, and what comes then; all of it.
    @discardableResult
    func confirmAll() throws -> [Publication] {
        var all: [Publication] = []
        while !published.isEmpty {
            all += published
            let ids = published.map(\.properties.messageID)
            published = []
            for id in ids { broker(.confirmed, id) }
            try advance(by: .milliseconds(100))
        }
        return all
    }

    func advance(by duration: Duration) throws {
        now = now + duration
        try work()
    }

    /// A person decides about a parked thing.
    func decide(_ number: Int64, _ decision: ParkedDecision) throws -> RetryOutcome {
        let (result, effects) = core.decide(number, decision, at: now)
        if let fatal = effects.fatal { throw fatal }
        take(effects.publish)
        queues += effects.queues
        let outcome = try result.get()
        try work()
        return outcome
    }

    /// What is known of a message.
    func finding(_ delivery: Delivery) throws -> InboxFinding {
        try inStore { set in
            guard let message = try core.work.message(of: delivery) else { return .new }
            return try core.work.known(message, delivery)
        }
    }

    func parked() throws -> [ParkedRow] { try inStore { try $0.parked(limit: .max) } }

    /// Takes what was published: type and body.
    func takePublished() -> [String] {
        defer { published = [] }
        return published.map { "\($0.properties.type ?? "") \(String(decoding: $0.body, as: UTF8.self))" }
    }

    func inStore<Result>(_ body: (WorkingSet) throws -> Result) throws -> Result {
        try core.inStore(body)
    }
}

/// What the engine has answered, whatever thread it was.
final class Answers: Sendable {
    private let answers = Mutex<[(UInt64, Result<Advance, EngineFailure>)]>([])

    func put(_ number: UInt64, _ answer: Result<Advance, EngineFailure>) {
        answers.withLock { $0.append((number, answer)) }
    }

    func take() -> [(UInt64, Result<Advance, EngineFailure>)] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }
}
