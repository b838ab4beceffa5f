import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What ends the process on a thread of the engine's own, beside others that are innocent.
@Suite struct WorkerDeathTests {
    /// Steps for keys that begin so are run elsewhere.
    private func lives(_ poisons: Lives.Poison..., hasWitness: Bool) -> Lives {
        let lives = Lives()
        lives.deaths.set(poisons)
        lives.workers.leavesWitness = hasWitness
        lives.workers.goesElsewhere = { step in
            switch step.input {
            case .start(.event(let event)), .advance(.event(let event, _)):
                event.name == "bell" || event.payload["key"]?.asString?.hasPrefix("heavy") == true
            case .advance(.time): true
            case .start(.none), .advance: false
            }
        }
        return lives
    }

    private func orders(_ lives: Lives, _ prefix: String, _ numbers: Range<Int>) -> [Delivery] {
        numbers.map { lives.message("order_placed", key: "\(prefix)-\($0)") }
    }

    private func expectOrders(_ lives: Lives, _ count: Int) {
        #expect(TextSet(lives.published.filter { $0.hasPrefix("payment_requested") }).count == count)
    }

    @Test(
        "A message whose step kills is parked alone at the fifth death; heavy and light ones beside it are applied",
        arguments: [true, false])
    func delivery(hasWitness: Bool) throws {
        let lives = lives(.init(kind: .delivery, text: "deadly", isElsewhere: true), hasWitness: hasWitness)
        let deadly = lives.message("order_placed", key: "heavy-deadly")
        let all =
            orders(lives, "heavy", 0..<3) + [deadly] + orders(lives, "light", 0..<20) + orders(lives, "heavy", 3..<9)
        #expect(try lives.live(all) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this message was applied"])
        #expect(parked.map(\.stage) == ["attempts"])
        #expect(lives.queue.isEmpty)
        #expect(lives.outcomes == [.parked: 1, .started: 29])
        #expect(lives.workers.most == 2)
        expectOrders(lives, 29)
        // Of the others nothing stays counted, and a copy of what is parked is known.
        #expect(try lives.inStore { try $0.deaths() }.keys.map(\.kind) == [.delivery])
        var copy = deadly
        copy.tag = 10_000
        lives.stop()
        #expect(try lives.live([copy]) == 0)
        #expect(try lives.parked().count == 1)
    }

    @Test(
        "If it is known which thread has crashed, only what that was at is counted; else all that were under way",
        arguments: [true, false])
    func counted(hasWitness: Bool) throws {
        let lives = lives(
            .init(kind: .delivery, text: "deadly", harmlessAfter: 1, isElsewhere: true), hasWitness: hasWitness)
        #expect(
            try lives.live([
                lives.message("order_placed", key: "heavy-innocent"),
                lives.message("order_placed", key: "heavy-deadly"),
            ]) == 1)
        let told = "the process died while this message was applied: time 1 of 5"
        #expect(lives.problems == Array(repeating: told, count: hasWitness ? 1 : 2))
        #expect(try lives.inStore { try $0.deaths() }.isEmpty)
        #expect(lives.outcomes == [.started: 2])
    }

    @Test("Killed by chance, four times: nothing is parked, and nothing stays counted", arguments: [true, false])
    func chance(hasWitness: Bool) throws {
        let lives = lives(
            .init(kind: .delivery, text: "unlucky", harmlessAfter: 4, isElsewhere: true), hasWitness: hasWitness)
        #expect(
            try lives.live(orders(lives, "heavy", 0..<4) + [lives.message("order_placed", key: "heavy-unlucky")]) == 4)
        #expect(try lives.parked().isEmpty)
        #expect(try lives.inStore { try $0.deaths() }.isEmpty)
        expectOrders(lives, 5)
    }

    @Test("Two messages that kill, and nobody knows which thread it was: both are parked, and no other")
    func two() throws {
        let lives = lives(
            .init(kind: .delivery, text: "first", isElsewhere: true),
            .init(kind: .delivery, text: "second", isElsewhere: true), hasWitness: false)
        let deadly = ["heavy-first", "heavy-second"].map { lives.message("order_placed", key: $0) }
        try lives.live(
            orders(lives, "heavy", 0..<4) + deadly + orders(lives, "heavy", 4..<8) + orders(lives, "light", 0..<8))
        #expect(try lives.parked().count == 2)
        // The second may have been under way when the first one killed for the first time.
        #expect((9...10).contains(lives.deaths.total))
        expectOrders(lives, 16)
    }

    @Test("What kills in the core and what is at work elsewhere meanwhile: only the first is parked")
    func coreBeside() throws {
        let lives = lives(.init(kind: .delivery, text: "light-deadly"), hasWitness: false)
        // What is heavy has begun before it is the turn of what kills.
        lives.settings.batch = 1
        #expect(
            try lives.live(
                orders(lives, "heavy", 0..<6) + [lives.message("order_placed", key: "light-deadly")]
                    + orders(lives, "light", 0..<6)) == 5)
        #expect(try lives.parked().count == 1)
        expectOrders(lives, 12)
    }

    @Test("The order of the messages of one instance is kept, through all deaths")
    func order() throws {
        let lives = lives(.init(kind: .delivery, text: "deadly", isElsewhere: true), hasWitness: false)
        let first = lives.message("order_placed", key: "heavy-1")
        let second = lives.message("payment_received", key: "heavy-1")
        let deadly = lives.message("order_placed", key: "heavy-deadly")
        #expect(try lives.live([deadly, first, second]) == 5)
        // The payment was never held: it came after what it pays for.
        #expect(lives.outcomes == [.parked: 1, .started: 1, .delivered: 1])
        #expect(lives.published.contains { $0.hasPrefix("order_shipped") && $0.contains("heavy-1") })
    }

    @Test("The clock of an instance, with another beside it", arguments: [true, false])
    func timer(hasWitness: Bool) throws {
        let lives = lives(.init(kind: .timer, text: "deadly", isElsewhere: true), hasWitness: hasWitness)
        try lives.live(["deadly", "good", "other"].map { lives.message("race_begun", key: $0, id: $0) })
        lives.now = lives.now + .seconds(601)
        #expect(try lives.live(orders(lives, "light", 0..<5)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this instance was told the time"])
        #expect(TextSet(lives.published.filter { $0.hasPrefix("race_over") }).count == 2)
        expectOrders(lives, 5)
    }

    @Test("One receiver of a signal, of a few and of very many", arguments: [200, 2], [true, false])
    func receiver(atOnce: Int, hasWitness: Bool) throws {
        let kind = atOnce == 2 ? UnitKind.receiver : .share
        let lives = lives(.init(kind: kind, text: "deadly", isElsewhere: true), hasWitness: hasWitness)
        lives.settings.work.receiversAtOnce = atOnce
        lives.settings.page = 4
        try lives.live((0..<9).map { lives.message("listen_begun", key: "k\($0)", id: $0 == 6 ? "deadly" : "l\($0)") })
        #expect(try lives.live([lives.signal("bell")] + orders(lives, "light", 0..<5)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this receiver was given the event"])
        #expect(TextSet(lives.published.filter { $0.hasPrefix("rung") }).count == 8)
        expectOrders(lives, 5)
    }

    @Test("An event that followed from another inside the bridge", arguments: [true, false])
    func step(hasWitness: Bool) throws {
        let lives = lives(.init(kind: .step, text: "work", isElsewhere: true), hasWitness: hasWitness)
        #expect(try lives.live([lives.message("begin", key: "heavy-a")] + orders(lives, "heavy", 0..<4)) == 5)
        #expect(try lives.parked().map(\.kind) == [.event])
        expectOrders(lives, 4)
    }
}
