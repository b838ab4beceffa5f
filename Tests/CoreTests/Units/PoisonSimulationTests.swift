import Foundation
import Messages
import SQLiteStore
import StorePort
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Random work in which random units end the process, some for ever and some by chance, compared with the same work in a
/// process that never dies. The seed decides everything; `POISON_SEEDS` says how many, or which one (`=SEED`).
@Suite struct PoisonSimulationTests {
    @Test("Only the poison is parked, each at its fifth death, and everything else is as if nobody had died")
    func seeds() throws {
        for seed in Self.asked {
            let calm = PoisonRun(seed: seed, isDeadly: false)
            let deadly = PoisonRun(seed: seed, isDeadly: true)
            do {
                try calm.run()
                try deadly.run()
                try deadly.judge(against: calm)
            } catch {
                Issue.record("seed \(seed): \(error); poison \(deadly.poisons)")
            }
        }
    }

    private static var asked: Range<UInt64> {
        let text = getenv("POISON_SEEDS").map { String(cString: $0) } ?? "60"
        if text.hasPrefix("="), let seed = UInt64(text.dropFirst()) { return seed..<seed + 1 }
        return 0..<(UInt64(text) ?? 60)
    }
}

/// One run of a seed.
private final class PoisonRun {
    private let lives: Lives
    private var random: SeededGenerator
    private let isDeadly: Bool
    private(set) var poisons: [Lives.Poison] = []
    /// The keys of cases whose poison never ends.
    private var lost: TextSet = []
    private var messages: [Delivery] = []
    private var listeners = false

    init(seed: UInt64, isDeadly: Bool) {
        lives = Lives()
        random = SeededGenerator(seed: seed)
        self.isDeadly = isDeadly
        lives.settings.work.receiversAtOnce = Bool.random(using: &random) ? 2 : 200
        lives.settings.batch = Int.random(in: 1...20, using: &random)
        lives.settings.page = Int.random(in: 1...4, using: &random)
        for number in 0..<Int.random(in: 8...24, using: &random) { addCase(number) }
        if listeners { messages.append(lives.signal("bell", id: "bell")) }
        if isDeadly { lives.deaths.set(poisons) }
    }

    /// A case has a key of its own, and at times one unit in it that ends the process.
    private func addCase(_ number: Int) {
        let key = "k\(number)x"
        func message(_ type: String, _ part: Int, on queue: String = "in") -> Delivery {
            lives.message(type, key: key, id: "id-\(key)-\(part)", on: queue)
        }
        var kinds: [(UnitKind, String)] = [(.delivery, "id-\(key)-0")]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: messages += [message("order_placed", 0), message("payment_received", 1)]
        case 1:
            messages += [message("payment_received", 0), message("order_placed", 1)]
            kinds.append((.held, "id-\(key)-0"))
        case 2:
            messages.append(message("race_begun", 0))
            kinds.append((.timer, "id-\(key)-0"))
        case 3:
            messages.append(message("begin", 0))
            kinds.append((.step, #"work"#))
            kinds[1].1 = #""key":"\#(key)""#
        case 4:
            messages.append(message("listen_begun", 0))
            kinds.append((lives.settings.work.receiversAtOnce == 2 ? .receiver : .share, "id-\(key)-0"))
            listeners = true
        default:
            messages.append(message("payment_received", 0, on: "brief"))
            kinds.append((.expiry, "id-\(key)-0"))
        }
        let isPoison = Int.random(in: 0..<3, using: &random) == 0
        let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
        let harmlessAfter = Bool.random(using: &random) ? Int.max : Int.random(in: 1...4, using: &random)
        guard isPoison else { return }
        poisons.append(.init(kind: kind.0, text: kind.1, harmlessAfter: harmlessAfter))
        if harmlessAfter == .max { lost.insert(key) }
    }

    func run() throws {
        var rest = messages[...]
        while let first = rest.popFirst() {
            var next = [first]
            for _ in 0..<Int.random(in: 0...9, using: &random) {
                if let another = rest.popFirst() { next.append(another) }
            }
            try lives.live(next, atMost: 200)
            // Killed between two rounds: nobody's fault.
            if Int.random(in: 0..<4, using: &random) == 0 && isDeadly { lives.stop() }
        }
        for _ in 0..<3 {
            lives.now = lives.now + .seconds(400)
            try lives.live(atMost: 200)
        }
    }

    func judge(against calm: PoisonRun) throws {
        for poison in poisons where poison.harmlessAfter == .max {
            let deaths = lives.deaths.counts["\(poison.kind) \(poison.text)"] ?? 0
            // Two listeners that few wait beside have their share in another way.
            guard deaths == 5 || (deaths == 0 && [.receiver, .share].contains(poison.kind)) else {
                throw TestFailure("\(poison) ended it \(deaths) times")
            }
        }
        let reached = poisons.filter { $0.harmlessAfter == .max && lives.deaths.counts["\($0.kind) \($0.text)"] != nil }
        let parked = try lives.parked()
        guard parked.count == reached.count, parked.allSatisfy({ $0.stage == "attempts" }) else {
            throw TestFailure("parked: \(parked.map { "\($0.kind) \($0.stage) \($0.reason)" })")
        }
        let (mine, other) = (untouched(lives.published), untouched(calm.lives.published))
        guard mine == other else {
            throw TestFailure("missing \(other.subtracting(mine)), made up \(mine.subtracting(other))")
        }
        guard lives.queue.isEmpty else { throw TestFailure("\(lives.queue.count) messages are not settled") }
        let counted = try lives.inStore { try $0.deaths() }.filter { $0.value.parked == nil }
        guard counted.isEmpty else { throw TestFailure("what succeeded is still counted: \(counted)") }
    }

    /// What went out, but for the cases that are lost.
    private func untouched(_ published: [String]) -> TextSet {
        TextSet(published.filter { line in !lost.contains { line.contains(#""\#($0)""#) } })
    }
}
