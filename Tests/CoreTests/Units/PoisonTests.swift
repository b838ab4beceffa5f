import Messages
import Models
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Whatever the process dies in is put aside alone at its fifth death, and everything else goes through.
@Suite struct PoisonTests {
    private let crowd = 60

    private func orders(_ lives: Lives, from first: Int = 0) -> [Delivery] {
        (first..<first + crowd).map { lives.message("order_placed", key: "k\($0)") }
    }

    private func expectOrders(_ lives: Lives, _ count: Int) {
        // What was on its way when the process died is published again, under its id.
        #expect(TextSet(lives.published.filter { $0.hasPrefix("payment_requested") }).count == count)
    }

    @Test(
        "A delivery, with or without an id, delivered for the first time or again",
        arguments: [("poison" as String?, false), ("poison", true), (nil, false), (nil, true)])
    func delivery(id: String?, redelivered: Bool) throws {
        let lives = Lives(.init(kind: .delivery, text: "deadly"))
        let poison = lives.message("order_placed", key: "deadly", id: id, redelivered: redelivered)
        #expect(try lives.live(orders(lives) + [poison] + orders(lives, from: crowd)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.stage) == ["attempts"])
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this message was applied"])
        #expect(lives.queue.isEmpty)
        #expect(lives.outcomes == [.parked: 1, .started: 2 * crowd])
        expectOrders(lives, 2 * crowd)
        // The copy that comes if the acknowledgement was lost: with an id it is known, without one nothing may be lost.
        var copy = poison
        copy.tag = 10_000
        lives.stop()
        #expect(try lives.live([copy]) == 0)
        #expect(try lives.parked().count == (id == nil ? 2 : 1))
        // A person has it done again: it is neither a duplicate of itself nor put aside unseen.
        #expect(try lives.decide(parked[0].number, .retry) == .applied(.started))
    }

    @Test("Two messages of which each ends the process, between others")
    func two() throws {
        let lives = Lives(.init(kind: .delivery, text: "first"), .init(kind: .delivery, text: "second"))
        let first = lives.message("order_placed", key: "first", id: nil)
        let second = lives.message("order_placed", key: "second")
        #expect(try lives.live(orders(lives) + [first, second] + orders(lives, from: crowd)) == 10)
        #expect(try lives.parked().count == 2)
        expectOrders(lives, 2 * crowd)
    }

    @Test("Killed by chance, up to four times in the same message: nothing is parked, and nothing stays counted")
    func chance() throws {
        let lives = Lives(.init(kind: .delivery, text: "unlucky", harmlessAfter: 4))
        #expect(try lives.live(orders(lives) + [lives.message("order_placed", key: "unlucky")]) == 4)
        #expect(try lives.parked().isEmpty)
        #expect(try lives.inStore { try $0.deaths() }.isEmpty)
        expectOrders(lives, crowd + 1)
    }

    @Test("The clock of an instance, with another beside it")
    func timer() throws {
        let lives = Lives(.init(kind: .timer, text: "deadly"))
        try lives.live([
            lives.message("race_begun", key: "a", id: "deadly"), lives.message("race_begun", key: "b", id: "good"),
        ])
        lives.now = lives.now + .seconds(601)
        #expect(try lives.live(orders(lives)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.kind) == [.instance])
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this instance was told the time"])
        #expect(lives.published.filter { $0.hasPrefix("race_over") } == [#"race_over {"key":"b","by":"time"}"#])
        expectOrders(lives, crowd)
        lives.deaths.set([])
        #expect(try lives.decide(parked[0].number, .retry) == .resumed(.completed))
    }

    @Test("One receiver of a signal, of a few and of very many", arguments: [200, 2])
    func receiver(atOnce: Int) throws {
        let kind = atOnce == 2 ? UnitKind.receiver : .share
        let lives = Lives(.init(kind: kind, text: "deadly"))
        lives.settings.work.receiversAtOnce = atOnce
        lives.settings.page = 2
        try lives.live((0..<9).map { lives.message("listen_begun", key: "k\($0)", id: $0 == 6 ? "deadly" : "l\($0)") })
        #expect(try lives.live([lives.signal("bell")] + orders(lives)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.reason) == ["the process has ended 5 times while this receiver was given the event"])
        #expect(TextSet(lives.published.filter { $0.hasPrefix("rung") }).count == 8)
        #expect(try lives.inStore { $0.countInstances().running } == 1 + crowd)
        expectOrders(lives, crowd)
        // It can still have it.
        lives.deaths.set([])
        #expect(try lives.decide(parked[0].number, .retry) == .applied(.delivered))
    }

    @Test("Reading an event that is on its way to very many")
    func broadcast() throws {
        let lives = Lives(.init(kind: .broadcast, text: ""))
        lives.settings.work.receiversAtOnce = 2
        try lives.live((0..<4).map { lives.message("listen_begun", key: "k\($0)") })
        #expect(try lives.live([lives.signal("bell")] + orders(lives)) == 5)
        #expect(try lives.parked().map(\.kind) == [.event])
        expectOrders(lives, crowd)
    }

    @Test("A held event: the innocent message that somebody waits after is not blamed for it")
    func held() throws {
        let lives = Lives(.init(kind: .held, text: "deadly"))
        try lives.live([
            lives.message("payment_received", key: "k3", id: "deadly"),
            lives.message("payment_received", key: "k4", id: "good"),
        ])
        #expect(try lives.live(orders(lives)) == 5)
        let parked = try lives.parked()
        #expect(
            parked.map(\.reason) == ["the process has ended 5 times while this held event was given to its receiver"])
        #expect(lives.outcomes == [.held: 2, .started: crowd, .delivered: 1, .parked: 1])
        expectOrders(lives, crowd)
        #expect(lives.published.contains { $0.hasPrefix("order_shipped") && $0.contains("k4") })
        lives.deaths.set([])
        #expect(try lives.decide(parked[0].number, .retry) == .applied(.delivered))
    }

    @Test("A held event that a process appears for, at the start itself")
    func reconsidered() throws {
        let lives = Lives(.init(kind: .held, text: "deadly"))
        lives.models = [ModelSource(file: "tasks.bpmn", bytes: Array(Model.tasks.utf8))]
        try lives.live(["deadly", "good"].map { lives.message("order_placed", key: $0, id: $0) })
        #expect(lives.outcomes == [.held: 2])
        lives.stop()
        lives.models = SimulationModels.sources()
        #expect(try lives.live(orders(lives)) == 5)
        #expect(try lives.parked().count == 1)
        #expect(try lives.inStore { $0.countInstances().running } == 1 + crowd)
    }

    @Test("An event that followed from another inside the bridge")
    func step() throws {
        let lives = Lives(.init(kind: .step, text: #"work"#))
        #expect(try lives.live([lives.message("begin", key: "a")] + orders(lives)) == 5)
        let parked = try lives.parked()
        #expect(parked.map(\.kind) == [.event])
        // Whose event it was has begun, and waits for the answer.
        #expect(try lives.inStore { $0.countInstances().running } == 1 + crowd)
        lives.deaths.set([])
        #expect(try lives.decide(parked[0].number, .retry) == .applied(.started))
        try lives.live()
        #expect(lives.published.contains { $0.hasPrefix("all_done") })
        expectOrders(lives, crowd)
    }

    @Test("A held event whose time is up")
    func expiry() throws {
        let lives = Lives(.init(kind: .expiry, text: "deadly"))
        try lives.live([
            lives.message("payment_received", key: "a", id: "deadly", on: "brief"),
            lives.message("payment_received", key: "b", id: "good", on: "brief"),
        ])
        lives.now = lives.now + .seconds(301)
        #expect(try lives.live(orders(lives)) == 5)
        #expect(try lives.parked().map(\.kind) == [.event])
        #expect(lives.outcomes[.discarded] == 1)
        expectOrders(lives, crowd)
    }

    @Test("A page of what is cleaned up: it is left out, and the work goes on")
    func cleaning() throws {
        let lives = Lives(.init(kind: .cleaning, text: ""))
        try lives.live([lives.message("order_placed", key: "a")])
        for _ in 0..<5 { #expect(try lives.advance(by: .seconds(61)) == 1) }
        #expect(try lives.advance(by: .seconds(61)) == 0)
        try lives.live(orders(lives))
        #expect(lives.told.contains { $0.hasPrefix("the process has ended 5 times while what is old was cleaned up") })
        #expect(try lives.parked().isEmpty)
        expectOrders(lives, crowd + 1)
    }

    @Test("A row of the outbox that cannot be built into a publication")
    func outbox() throws {
        let lives = Lives(.init(kind: .outbox, text: "k7\""))
        lives.isPublishing = false
        try lives.live(orders(lives))
        lives.stop()
        lives.isPublishing = true
        #expect(try lives.live(orders(lives, from: crowd)) == 5)
        #expect(try lives.parked().map(\.kind) == [.publication])
        expectOrders(lives, 2 * crowd - 1)
        lives.deaths.set([])
        let number = try lives.parked()[0].number
        #expect(try lives.decide(number, .retry) == .published)
        expectOrders(lives, 2 * crowd)
    }

    @Test("Two units of different kinds at once", arguments: [UnitKind.timer, .held, .step, .expiry, .outbox])
    func together(kind: UnitKind) throws {
        let lives = Lives(.init(kind: .delivery, text: "poison"), .init(kind: kind, text: "deadly"))
        lives.isPublishing = false
        try lives.live([
            lives.message("race_begun", key: "r", id: "deadly"),
            lives.message("payment_received", key: "deadly", id: "p"),
            lives.message("payment_received", key: "deadly", id: "q", on: "brief"),
            lives.message("order_placed", key: "deadly-too"),
        ])
        lives.stop()
        lives.isPublishing = true
        lives.now = lives.now + .seconds(601)
        let deaths = try lives.live(
            orders(lives)
                + [
                    lives.message("order_placed", key: "poison", id: nil), lives.message("begin", key: "deadly"),
                    lives.message("order_placed", key: "deadly"),
                ] + orders(lives, from: crowd))
        #expect(deaths == 10, "\(lives.deaths.counts)")
        #expect(try lives.parked().filter { $0.stage == "attempts" || $0.kind == .publication }.count == 2)
        #expect(TextSet(lives.published.filter { $0.contains(#":"k"#) }).count == 2 * crowd)
    }
}
