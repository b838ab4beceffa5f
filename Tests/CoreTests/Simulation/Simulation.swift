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

@testable import AMQP
@testable import Core
@testable import Daemon
@testable import Operations

/// One run of the core between a simulated broker and a failing disk. The seed decides everything.
final class Simulation {
    enum Letter {
        case consumer(ConsumerEvent)
        case publisher(PublisherEvent)
        case stepped(UInt64, Result<Advance, EngineFailure>)
    }

    let seed: UInt64
    var random: SeededGenerator
    let broker: SimulatedBroker
    var workload: Workload
    var model = ReferenceModel()
    var core: Core?
    var consumer: SimulatedConsumerLink
    var publisher: SimulatedPublisherLink
    /// What the links told and the core has not heard yet.
    var letters = Deque<Letter>()
    var publishing: Generation?
    var now = Timestamp(microseconds: 1_767_225_600_000_000)
    private(set) var posted = 0
    /// The wires of links that were lost, as long as the broker has not noticed.
    private let clock = ContinuousClock.now
    private let begin: Timestamp
    let folder: String
    /// The store, if it is no file.
    var memory: MemoryStore?
    var engine = TestEngine(remembered: 8)
    /// What the engine has answered and nobody has heard.
    let answers = Answers()
    /// One step in so many is run elsewhere; 0 for none.
    let elsewhere: Int
    var life = 0
    var crashes = 0
    var answered: TextSet = []
    /// How many dead letters somebody has moved back; those that are dead again may be moved again.
    private var moved = 0
    /// One round in so many fails in some way.
    private let calm: Int
    /// No round succeeds until somebody has made room.
    var isDiskFull = false
    /// A write has failed in this life: what was lost then may show only in a later round.
    var diskHasFailed = false
    private let tell: ((String) -> Void)?

    /// - Parameter isOnDisk: whether the store is a file, on a disk that fails; else it is in memory, and fails as a whole.
    init(seed: UInt64, isOnDisk: Bool = false, tell: ((String) -> Void)? = nil) throws {
        self.seed = seed
        self.tell = tell
        random = SeededGenerator(seed: seed)
        workload = Workload(seed: seed)
        consumer = try SimulatedConsumerLink()
        publisher = try SimulatedPublisherLink(window: Self.unconfirmed)
        broker = SimulatedBroker(prefetch: Int.random(in: 1...10, using: &random))
        calm = Int.random(in: 4...40, using: &random)
        elsewhere = max(0, Int.random(in: -2...6, using: &random))
        memory = isOnDisk ? nil : MemoryStore()
        begin = now
        let root = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        folder = root + "bridge-simulation-" + UUID().uuidString
    }

    deinit {
        core = nil
        if memory == nil { try? FileManager.default.removeItem(atPath: folder) }
    }

    func note(_ event: @autoclosure () -> String) {
        if let tell { tell("\((now - begin).components.seconds)s \(event())") }
    }

    func chance(_ one: Int, in many: Int) -> Bool { Int.random(in: 0..<many, using: &random) < one }
    func upTo(_ limit: Int) -> Int { Int.random(in: 0...max(0, limit), using: &random) }

    var instant: ContinuousClock.Instant { clock + (now - begin) }

    /// The whole run: trouble, then healing, then the verdict.
    func run() throws {
        try open()
        var steps = 0
        while steps < 300 || (posted < workload.messages.count && steps < 600) {
            try step()
            steps += 1
        }
        try heal()
        // Beyond every timer and every hold.
        for _ in 0..<6 {
            now = now + .seconds(1200)
            try drain()
        }
        try judge()
    }

    // MARK: Steps

    private func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<6: post(1 + upTo(2))
        case 6..<20: try flow()
        case 20..<28: for _ in 0...upTo(4) { _ = broker.deliver(chance(3, in: 4) ? "in" : "brief") }
        case 28..<36: try turnConsumer(upTo(12))
        case 36..<46: try turnPublisher(reading: upTo(8), writing: upTo(4))
        case 46..<57: try turnBroker(upTo(4))
        case 57..<65: confirmSome()
        case 65..<82: try turnCore(fault: chance(1, in: calm) ? anyFault() : .none)
        case 82..<86: try reconnect()
        case 86..<89: try flap()
        case 89..<90: try decide()
        case 90: answerSteps(1 + upTo(2))
        case 91: try loseSomething()
        case 92..<93:
            if chance(1, in: 3) { try crash(into: [model], after: "killed between rounds") }
            isDiskFull = chance(1, in: 3)
        case 93..<97: advanceClock()
        case 97..<98: broker.exchange.unbound = chance(1, in: 2) ? ["spark", "payment_requested"] : []
        case 98..<99: chance(1, in: 2) ? (broker.isBlocked = true) : broker.unblock()
        default:
            switch upTo(2) {
            case 0: try decide()
            case 1: moveBack()
            default: notice()
            }
        }
    }

    /// Everybody does a little, so that things get on between the failures.
    private func flow() throws {
        try reconnect()
        post(upTo(2))
        for _ in 0...upTo(5) { _ = broker.deliver(chance(3, in: 4) ? "in" : "brief") }
        try turnBroker(1 + upTo(4))
        try turnConsumer(3 + upTo(12))
        try turnCore(fault: chance(1, in: calm) ? anyFault() : .none)
        try turnPublisher(reading: 1 + upTo(8), writing: 1 + upTo(4))
        try turnBroker(1 + upTo(4))
        answerSteps(upTo(2))
        confirmSome()
        try turnConsumer(upTo(4))
    }

    /// A link is lost and comes back, and deliveries with it, before the core has heard of anything.
    private func flap() throws {
        try loseSomething()
        notice()
        try reconnect()
        try turnBroker(4)
        for _ in 0...upTo(7) { _ = broker.deliver(chance(3, in: 4) ? "in" : "brief") }
        try turnConsumer(30)
    }

    func post(_ count: Int) {
        for _ in 0..<count where posted < workload.messages.count {
            let message = workload.messages[posted]
            posted += 1
            note("posted \(message.description)")
            broker.post(message)
        }
    }

    func turnConsumer(_ limit: Int) throws {
        for event in try consumer.turn(limit) { letters.append(.consumer(event)) }
    }

    func turnPublisher(reading: Int, writing: Int) throws {
        for event in try publisher.turn(reading: reading, writing: writing, at: instant) {
            letters.append(.publisher(event))
        }
    }

    /// The broker reads what was written on every channel, lost ones included until it notices.
    func turnBroker(_ limit: Int) throws {
        for channel in broker.consuming {
            try broker.read(channel, atMost: limit) { model.applied.contains($0) }
        }
        for channel in broker.publishing {
            let known = broker.exchange.arrivals.count
            try broker.read(channel, atMost: limit) { chance(1, in: 12) }
            for publication in broker.exchange.arrivals[known...] {
                note("arrived \(name(publication)) \(publication.properties.type ?? "")")
                try answer(publication)
            }
        }
    }

    private func confirmSome() {
        for channel in broker.publishing where !channel.pending.isEmpty {
            let index = upTo(channel.pending.count - 1)
            broker.confirm(channel, at: index, multiple: chance(1, in: 2))
        }
    }

    /// The engine brings some of what it runs elsewhere to an end, in any order; at times it can run nothing.
    func answerSteps(_ count: Int) {
        for _ in 0..<min(count, engine.begun.count) {
            engine.refusal = chance(1, in: 8) ? EngineFailure(kind: .away, element: nil, message: "no worker") : nil
            engine.answer(upTo(engine.begun.count - 1))
        }
        for (number, answer) in answers.take() { letters.append(.stepped(number, answer)) }
    }

    func reconnect() throws {
        if !consumer.isUp { try consumer.connect(to: broker) }
        if !publisher.isUp { letters.append(.publisher(publisher.connect(to: broker))) }
    }

    /// Either end of either link finds it broken first.
    private func loseSomething() throws {
        switch upTo(3) {
        case 0: if consumer.isUp { letters.append(.consumer(consumer.lose())) }
        case 1: if publisher.isUp { for event in publisher.lose() { letters.append(.publisher(event)) } }
        case 2: if let channel = broker.consuming.randomElement(using: &random) { broker.end(channel) }
        default: if let channel = broker.publishing.randomElement(using: &random) { broker.end(channel) }
        }
        note("a link was lost")
    }

    /// The other end finds it broken, too.
    func notice() {
        for channel in broker.consuming where channel.isLeft { broker.end(channel) }
        for channel in broker.publishing where channel.isLeft { broker.end(channel) }
        if consumer.channel?.isGoneHere == true { letters.append(.consumer(consumer.lose())) }
        if publisher.channel?.isGoneHere == true {
            for event in publisher.lose() { letters.append(.publisher(event)) }
        }
    }

    private func advanceClock() {
        let step: Duration =
            switch upTo(9) {
            case 0...3: .microseconds(62_500)
            case 4...6: .seconds(2)
            case 7: .seconds(61)
            case 8: .seconds(601)
            default: .seconds(3601)
            }
        // The model knows of one time, and tells all clocks at once: none comes beside a step, or what waits for one.
        if let core, !core.work.busy.isEmpty || core.arrived.contains(where: { $0.unfinished != nil }) { return }
        // Less than a day in all: ids are remembered that long.
        if now - begin < .seconds(36_000) { now = now + step }
        note("the clock moved by \(step)")
    }

    /// A customer answers what the bridge asked for, at times without the key but to the instance.
    private func answer(_ publication: Publication) throws {
        guard publication.properties.type == "payment_requested", let id = publication.properties.messageID,
            let instance = publication.properties.correlationID, answered.insert(id).inserted, chance(1, in: 3)
        else { return }
        // A store that is lost answers nobody any more; the next round tells.
        if diskHasFailed { return }
        let place = try core?.inStore { set in
            try set.instances(limit: .max).instances.firstIndex { $0.id.text == instance }
        }
        guard let place else { throw Violation("\(name(publication)) was published before it was committed") }
        var answer = SimulatedMessage(serial: 0, id: "answer-\(place)", type: "payment_received", amount: 5)
        answer.addressee = instance
        answer.addresseePlace = place
        _ = workload.add(answer)
    }

    /// Somebody moves a dead letter back to its queue: as it lies there, or by `dead return`.
    private func moveBack() {
        let letters = broker.exchange.arrivals.filter { $0.exchange.isEmpty }
        guard moved < 8, let letter = letters.randomElement(using: &random),
            let serial = Delivery(queue: letter.routingKey, properties: letter.properties).serial
        else { return }
        moved += 1
        var message = workload.messages[serial]
        message.letter = letter.properties
        if chance(1, in: 2) {
            let delivery = Delivery(queue: letter.routingKey, properties: letter.properties, body: letter.body)
            message.letter = ReturnedLetter.publication(of: delivery, to: message.queue, at: now).properties
        }
        _ = workload.add(message)
    }

    func name(_ publication: Publication) -> String {
        let id = publication.properties.messageID ?? "-"
        guard publication.exchange == "out" else { return "dead letter \(id)" }
        let cause = publication.properties.headers["x-caused-by"]?.asString ?? "-"
        return "\(cause) #\(id.split(separator: "/").last ?? "-")"
    }
}
