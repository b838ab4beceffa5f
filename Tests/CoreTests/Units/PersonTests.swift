import Messages
import Models
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What a person asks for may end the process, too; and what he needs must not depend on a bridge that runs.
@Suite struct PersonTests {
    private func parked(_ lives: Lives) throws -> Int64 {
        try lives.live([lives.message("order_placed", key: "deadly", amount: nil)])
        return try #require(try lives.parked().first?.number)
    }

    private func orders(_ lives: Lives) -> [Delivery] { (0..<9).map { lives.message("order_placed", key: "k\($0)") } }

    @Test("A retry that ends the process: it stays parked, says so, and is refused after five")
    func retry() throws {
        let lives = Lives(.init(kind: .retry, text: "deadly"))
        let number = try parked(lives)
        for _ in 0..<5 {
            #expect(try lives.decide(number, .retry) == nil)
            #expect(try lives.live(orders(lives)) == 0)
            let row = try #require(try lives.parked().first)
            #expect(row.reason.hasPrefix("the process ended while this was retried; before: "))
        }
        let reason = "the process has ended 5 times while this was retried"
        #expect(try lives.decide(number, .retry) == .parkedAgain(reason: reason))
        #expect(try lives.parked().map(\.reason) == [reason])
        #expect(try lives.parked().map(\.attempts) == [7])
    }

    @Test("A retry that was asked for while no bridge ran is done at the start; and given up if it ends it")
    func requested() throws {
        let lives = Lives(.init(kind: .retry, text: "deadly"))
        let number = try parked(lives)
        lives.stop()
        try offline(lives) { bridge in
            let answer = bridge.answer(.retry(number: Int(number)), at: lives.now)
            #expect(answer.items.first?.value["done"] == .bool(true))
        }
        #expect(try lives.live(orders(lives)) == 5)
        #expect(try lives.parked().map(\.reason) == ["the process has ended 5 times while this was retried"])
        #expect(lives.outcomes[.started] == 9)
        lives.stop()
        #expect(try lives.live(orders(lives)) == 0)
    }

    @Test("Asked for while no bridge ran, a retry is done once")
    func requestedOnce() throws {
        let lives = Lives()
        let number = try parked(lives)
        lives.stop()
        try offline(lives) { _ = $0.answer(.retry(number: Int(number)), at: lives.now) }
        try lives.live()
        #expect(try lives.parked().map(\.attempts) == [2])
        lives.stop()
        try lives.live()
        #expect(try lives.parked().map(\.attempts) == [2])
    }

    @Test("What cannot be looked at can be discarded")
    func discard() throws {
        let lives = Lives(.init(kind: .discard, text: "deadly"))
        let number = try parked(lives)
        for _ in 0..<5 {
            #expect(try lives.decide(number, .discard(why: "no")) == nil)
            try lives.live(orders(lives))
        }
        #expect(try lives.decide(number, .discard(why: "no")) == .discarded)
        #expect(try lives.parked().isEmpty)
        #expect(try lives.inStore { try $0.givenUp(number: number) }?.why == "no")
    }

    @Test("What ends the process when it is shown is not shown after five, and hides no other")
    func shown() throws {
        let lives = Lives(
            .init(kind: .parkedShown, text: "deadly"), .init(kind: .heldShown, text: "deadly"),
            .init(kind: .instanceShown, text: "deadly"))
        _ = try parked(lives)
        try lives.live([
            lives.message("order_placed", key: "x", amount: nil), lives.message("order_placed", key: "y", id: "deadly"),
            lives.message("order_placed", key: "z"), lives.message("payment_received", key: "a", id: "deadly-2"),
            lives.message("payment_received", key: "b"),
        ])
        let questions: [ControlRequest] = [
            .parked(ParkedFilter(), after: 0, limit: 10), .held(HeldFilter(), after: 0, limit: 10),
            .instances(InstanceFilter(), after: 0, limit: 10),
        ]
        for question in questions {
            for _ in 0..<5 {
                #expect(lives.ask(question) == nil)
                try lives.live()
            }
            // Again and again, as a monitor asks.
            for _ in 0..<3 {
                let items = try #require(lives.ask(question)?.items)
                #expect(items.count == 2)
                #expect(items.filter { "\($0.value)".contains("the process has ended 5 times") }.count == 1, "\(items)")
            }
        }
        #expect(lives.ask(.parkedThing(number: 1))?.items.first?.value["not_shown"] != nil)
    }

    @Test("Without a running bridge all is seen; what is discarded is gone when it starts")
    func stopped() throws {
        let lives = Lives()
        let number = try parked(lives)
        try lives.live([lives.message("payment_received", key: "b", id: "early")] + orders(lives))
        lives.stop()
        try offline(lives) { bridge in
            func items(_ request: ControlRequest) -> [Value] {
                bridge.answer(request, at: lives.now).items.map(\.value)
            }
            #expect(items(.parked(ParkedFilter(), after: 0, limit: 10)).map { $0["parked"] } == [.int(Int(number))])
            #expect(items(.parkedThing(number: Int(number))).first?["payload"] == ["key": "deadly"])
            #expect(items(.instances(InstanceFilter(), after: 0, limit: 100)).count == 9)
            let held = items(.held(HeldFilter(), after: 0, limit: 10))
            #expect(held.map { $0["message_id"] } == ["early"])
            guard case .int(let position)? = held.first?["held"] else { return #expect(Bool(false)) }
            #expect(items(.heldThing(number: position)).first?["payload"]?["key"] == "b")
            #expect(items(.discardHeld(number: position, why: "no")).first?["result"] == "discarded")
            #expect(items(.held(HeldFilter(), after: 0, limit: 10)).isEmpty)
            #expect(items(.discard(number: Int(number), why: "no")).first?["result"] == "discarded")
            #expect(bridge.answer(.discard(number: Int(number), why: "no"), at: lives.now).problem != nil)
            #expect(throws: StoreFailure.self) { try StoppedBridge(store: lives.folder + "/bridge.sqlite") }
        }
        try lives.live()
        #expect(try lives.parked().isEmpty)
        #expect(try lives.inStore { $0.countHeld() } == 0)
        #expect(throws: StoreFailure.self) { try StoppedBridge(store: lives.folder + "/bridge.sqlite") }
        #expect(throws: StoreFailure.self) { try StoppedBridge(store: lives.folder + "/nothing.sqlite") }
    }

    @Test("A version of a process that ends the process when it is installed is left out, and the newest works")
    func installation() throws {
        let lives = Lives(.init(kind: .installation, text: "order"))
        try lives.live([lives.message("order_placed", key: "old")])
        lives.stop()
        let changed = String(decoding: lives.models[0].bytes, as: UTF8.self)
            .replacing(#"begun["amount"]"#, with: #"begun["amount"] + 1"#)
        lives.models = [ModelSource(file: "simulation.bpmn", bytes: Array(changed.utf8))]
        #expect(try lives.live(orders(lives)) == 5)
        #expect(lives.problems.contains { $0.contains("instances of an older version of order cannot go on") })
        #expect(lives.outcomes[.started] == 10)
    }

    private func offline(_ lives: Lives, _ body: (StoppedBridge) throws -> Void) throws {
        try body(try StoppedBridge(store: lives.folder + "/bridge.sqlite"))
    }
}

extension Lives {
    /// Nil where the process died of it.
    fileprivate func ask(_ request: ControlRequest) -> ControlAnswer? {
        let before = deaths.total
        guard let answer = core?.answer(request, at: now).0 else { return nil }
        guard deaths.total == before else {
            stop()
            return nil
        }
        return answer
    }
}
