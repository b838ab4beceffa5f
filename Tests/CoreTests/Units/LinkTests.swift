import AMQP
import Messages
import SQLiteStore
import StorePort
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What ends the process on a thread that speaks to the broker, as the core and the links find it in the next life.
@Suite struct LinkTests {
    private let list = EveryField.list()

    /// The life before has died in this so often.
    private func died(_ unit: WorkUnit, _ count: Int, in lives: Lives) throws {
        try lives.live([lives.message("order_placed", key: "first")])
        try lives.inStore { $0.append(.death(unit, DeathCount(count: count), at: lives.now)) }
        lives.stop()
    }

    private func refusal(_ lives: Lives) throws -> String? {
        let core = try #require(lives.core)
        return list.withUnsafeBytes { core.units.journal(ofLink: 0).decodes($0) }
    }

    private func undecoded(_ lives: Lives, _ reason: String) -> Delivery {
        var delivery = lives.message("", key: "deadly")
        delivery.properties = MessageProperties()
        delivery.propertyList = list
        delivery.defect = reason
        return delivery
    }

    @Test("Properties in which it has died five times are not decoded: the message is parked alone, as it came")
    func decoding() throws {
        let lives = Lives()
        try died(WorkUnit(decoding: list), 5, in: lives)
        try lives.live([lives.message("order_placed", key: "second")])
        let reason = try #require(try refusal(lives))
        #expect(reason == "the process has ended 5 times while this message's properties were decoded")
        try lives.live([undecoded(lives, reason), lives.message("order_placed", key: "third")])
        let row = try #require(try lives.parked().first)
        #expect(row.reason == reason && row.kind == .delivery)
        guard case .delivery(let kept) = try row.parked(.byRoute).content else { return #expect(Bool(false)) }
        #expect(kept.propertyList == list && kept.properties == MessageProperties() && kept.isUndecoded)
        #expect(lives.outcomes == [.started: 3, .parked: 1])
        // It is shown without being decoded; a person has it decoded with the next retry.
        let (shown, _) = try #require(lives.core).answer(.parkedThing(number: Int(row.number)), at: lives.now)
        #expect(shown.items.first?.value["reason"] == .string(reason))
        #expect(kept.decoded().delivery.properties == MessageProperties(list: list))
        #expect(kept.decoded().delivery.defect == nil)
        _ = try lives.decide(row.number, .retry)
        #expect(try lives.inStore { try $0.deaths() }.isEmpty)
    }

    @Test("Each start counts what a link had begun, says so, and refuses it after five; nothing else is counted")
    func counted() throws {
        let lives = Lives()
        try lives.live([lives.message("order_placed", key: "first")])
        for death in 1...5 {
            #expect(try refusal(lives) == nil)
            lives.stop()
            try lives.live([lives.message("order_placed", key: "k\(death)")])
            #expect(
                lives.problems == [
                    "the process died while this message's properties were decoded: time \(death) of 5"
                ])
            #expect(try lives.inStore { try $0.deaths() } == [WorkUnit(decoding: list): DeathCount(count: death)])
        }
        #expect(try refusal(lives)?.contains("ended 5 times") == true)
        #expect(try lives.parked().isEmpty)
    }

    @Test("Fewer deaths than five are forgotten once the message has arrived")
    func chance() throws {
        let lives = Lives()
        try died(WorkUnit(decoding: list), 4, in: lives)
        try lives.live([lives.message("order_placed", key: "second")])
        #expect(try refusal(lives) == nil)
        var delivery = lives.message("order_placed", key: "third")
        delivery.propertyList = list
        try lives.live([delivery])
        #expect(try lives.inStore { try $0.deaths() }.isEmpty)
        #expect(try lives.parked().isEmpty)
    }

    @Test("A publication in whose writing it has died five times is parked, and can be retried")
    func publishing() throws {
        let lives = Lives()
        lives.isPublishing = false
        try lives.live(["deadly", "good"].map { lives.message("order_placed", key: $0) })
        let rows = try lives.inStore { try $0.pending(limit: 9).map { try $0.publication() } }
        let deadly = try #require(rows.first { String(decoding: $0.body, as: UTF8.self).contains("deadly") })
        try lives.inStore { $0.append(.death(WorkUnit(deadly), DeathCount(count: 5), at: lives.now)) }
        lives.stop()
        lives.isPublishing = true
        try lives.live()
        let parked = try lives.parked()
        #expect(parked.map(\.kind) == [.publication])
        #expect(
            parked.map(\.reason) == ["the process has ended 5 times while this publication was written to the broker"])
        #expect(lives.published.filter { $0.hasPrefix("payment_requested") }.count == 1)
        #expect(try lives.decide(parked[0].number, .retry) == .published)
        try lives.live()
        #expect(lives.published.filter { $0.contains("deadly") }.count == 1)
    }
}
