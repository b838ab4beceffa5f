import AMQP
import Messages
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct RelayTests {
    private let start = Timestamp(microseconds: 0)

    private func row(_ position: Int64, _ lane: LaneNumber) -> OutboxRow {
        var properties = MessageProperties()
        properties.messageID = "\(lane)/\(position)"
        return OutboxRow(
            position: position, lane: lane,
            publication: Publication(exchange: "x", routingKey: "k", properties: properties, body: []))
    }

    private func ids(_ actions: RelayActions) -> [String] {
        actions.publish.map { $0.publication.properties.messageID ?? "" }
    }

    private func outcome(_ number: Int64, _ result: PublicationOutcome.Result = .confirmed) -> PublicationOutcome {
        PublicationOutcome(number: number, result: result)
    }

    @Test("A lane has at most one unconfirmed publication, and other lanes do not wait for it")
    func oneUnconfirmed() {
        var relay = Relay()
        #expect(ids(relay.rowsCommitted([row(1, 1), row(2, 1), row(3, 2)])).isEmpty)
        #expect(ids(relay.linkReady()) == ["1/1", "2/3"])
        let next = relay.settled([outcome(1)], at: start)
        #expect(next.confirmed == [1])
        #expect(ids(next) == ["1/2"])
        #expect(!relay.isIdle)
        #expect(relay.settled([outcome(3), outcome(2)], at: start).confirmed == [3, 2])
        #expect(relay.isIdle)
    }

    @Test("After a lost link what was on its way goes again first, oldest first, with the same id")
    func lostLink() {
        var relay = Relay()
        _ = relay.linkReady()
        #expect(ids(relay.rowsCommitted([row(1, 1), row(2, 2), row(3, 2)])) == ["1/1", "2/2"])
        relay.linkLost()
        #expect(ids(relay.rowsCommitted([row(4, 3)])).isEmpty)
        #expect(ids(relay.linkReady()) == ["1/1", "2/2", "3/4"])
        #expect(relay.unconfirmedCount == 3)
    }

    @Test("A confirm of an earlier life of the link changes nothing")
    func staleConfirm() {
        var relay = Relay()
        _ = relay.linkReady()
        _ = relay.rowsCommitted([row(1, 1)])
        relay.linkLost()
        #expect(relay.settled([outcome(1)], at: start).confirmed.isEmpty)
        #expect(ids(relay.linkReady()) == ["1/1"])
    }

    @Test("A refused publication is tried again later, and its lane waits for it while others go on")
    func nack() {
        var relay = Relay()
        _ = relay.linkReady()
        _ = relay.rowsCommitted([row(1, 1), row(2, 1)])
        let actions = relay.settled([outcome(1, .nacked)], at: start)
        #expect(ids(actions).isEmpty)
        #expect(actions.refused.map(\.properties.messageID) == ["1/1"])
        #expect(ids(relay.rowsCommitted([row(3, 2)])) == ["2/3"])
        #expect(ids(relay.clockMoved(to: start + .milliseconds(499))).isEmpty)
        #expect(relay.nextRetry == start + .milliseconds(500))
        #expect(ids(relay.clockMoved(to: start + .milliseconds(500))) == ["1/1"])
        _ = relay.settled([outcome(1, .nacked)], at: start)
        #expect(relay.nextRetry == start + .seconds(1))
    }

    @Test("On a new channel the waits for what was refused begin again, but not all at once")
    func nackThenNewChannel() {
        var relay = Relay()
        _ = relay.linkReady()
        _ = relay.rowsCommitted([row(1, 1), row(2, 1), row(3, 2)])
        _ = relay.settled([outcome(1, .nacked)], at: start)
        _ = relay.clockMoved(to: start + .milliseconds(500))
        _ = relay.settled([outcome(1, .nacked)], at: start)
        relay.linkLost()
        #expect(relay.nextRetry == start + .seconds(1))
        #expect(ids(relay.linkReady()) == ["2/3"])
        #expect(ids(relay.clockMoved(to: start + .seconds(1))) == ["1/1"])
        _ = relay.settled([outcome(1, .nacked)], at: start + .seconds(1))
        #expect(relay.nextRetry == start + .milliseconds(1500))
    }

    @Test("A returned publication is to be parked; its lane goes on once that is on disk, and not before")
    func returned() {
        var relay = Relay()
        _ = relay.linkReady()
        _ = relay.rowsCommitted([row(1, 1), row(2, 1)])
        let actions = relay.settled([outcome(1, .returned(code: 312, text: "NO_ROUTE"))], at: start)
        #expect(actions.returned.map(\.position) == [1])
        #expect(actions.returned.map(\.reason) == ["no queue takes k from exchange x (312 NO_ROUTE)"])
        #expect(actions.confirmed.isEmpty)
        #expect(ids(actions).isEmpty)
        relay.linkLost()
        // After a crash here 1/1 is published again: 1/2 must not have been.
        #expect(ids(relay.linkReady()).isEmpty)
        #expect(!relay.isIdle)
        #expect(ids(relay.rowsParked([1])) == ["1/2"])
        #expect(ids(relay.rowsParked([1])).isEmpty)
    }

    @Test("Rows that were in the outbox before the start are paged in, in order, before what comes later")
    func paging() {
        var limits = Relay.Limits()
        limits.loaded = 4
        var relay = Relay(limits: limits, last: 5)
        _ = relay.linkReady()
        #expect(relay.wantsRows == 4)
        #expect(ids(relay.rowsCommitted([row(6, 26)])).isEmpty)
        #expect(ids(relay.rowsLoaded((1...4).map { row($0, $0) }, isEnd: false)) == ["1/1", "2/2", "3/3", "4/4"])
        #expect(relay.wantsRows == 0)
        _ = relay.settled([outcome(1), outcome(2)], at: start)
        #expect(relay.wantsRows == 2)
        #expect(ids(relay.rowsLoaded([row(5, 5), row(6, 26)], isEnd: false)) == ["5/5", "26/6"])
        #expect(relay.wantsRows == 0)
        _ = relay.settled([outcome(3)], at: start)
        #expect(ids(relay.rowsCommitted([row(7, 25)])) == ["25/7"])
    }

    @Test("Never more are on their way than the limit")
    func window() {
        var limits = Relay.Limits()
        limits.unconfirmed = 2
        var relay = Relay(limits: limits)
        _ = relay.linkReady()
        #expect(ids(relay.rowsCommitted((1...3).map { row($0, $0) })) == ["1/1", "2/2"])
        #expect(ids(relay.settled([outcome(2)], at: start)) == ["3/3"])
    }

    @Test("Two rows with the same message id are each confirmed by their own number")
    func sameMessage() {
        var relay = Relay()
        _ = relay.linkReady()
        var twin = row(2, 2)
        twin.publication.properties.messageID = "1/1"
        #expect(ids(relay.rowsCommitted([row(1, 1), twin, row(3, 2)])) == ["1/1", "1/1"])
        let next = relay.settled([outcome(2)], at: start)
        #expect(next.confirmed == [2])
        #expect(ids(next) == ["2/3"])
        #expect(relay.settled([outcome(2)], at: start).confirmed.isEmpty)
        #expect(relay.settled([outcome(1)], at: start).confirmed == [1])
    }

    @Test("Whatever happens, lanes stay in order and every row is confirmed or parked exactly once", arguments: 0..<200)
    func anyHistory(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var limits = Relay.Limits()
        limits.loaded = 8
        limits.unconfirmed = 4
        var relay = Relay(limits: limits)
        var store: [OutboxRow] = []
        var done: [Int64: LaneNumber] = [:]
        var unparked: [Int64] = []
        var onTheirWay: [NumberedPublication] = []
        var ready = false
        var position: Int64 = 0
        var now = start

        func perform(_ actions: RelayActions) {
            onTheirWay += actions.publish
            unparked += actions.returned.map(\.position)
            for confirmed in actions.confirmed + actions.returned.map(\.position) {
                #expect(done[confirmed] == nil)
                let lane = store.first { $0.position == confirmed }?.lane ?? -1
                #expect(!store.contains { $0.lane == lane && $0.position < confirmed && done[$0.position] == nil })
                done[confirmed] = lane
            }
            let lanes = onTheirWay.map { ($0.publication.properties.messageID ?? "").split(separator: "/").first }
            #expect(Set(lanes).count == lanes.count)
        }
        for step in 0..<300 {
            now = now + .milliseconds(Int.random(in: 0..<2000, using: &random))
            switch step < 250 ? Int.random(in: 0..<6, using: &random) : 3 + step % 3 {
            case 0:
                let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    position += 1
                    return row(position, Int64.random(in: 0..<4, using: &random))
                }
                store += rows
                perform(relay.rowsCommitted(rows))
            case 1 where ready:
                ready = false
                onTheirWay = []
                relay.linkLost()
            case 2, 3:
                if !ready {
                    ready = true
                    perform(relay.linkReady())
                }
                guard let taken = onTheirWay.indices.randomElement(using: &random) else { break }
                let publication = onTheirWay.remove(at: taken)
                let results: [PublicationOutcome.Result] =
                    step < 250 ? [.confirmed, .nacked, .returned(code: 312, text: "")] : [.confirmed]
                let result = results.randomElement(using: &random) ?? .confirmed
                perform(relay.settled([outcome(publication.number, result)], at: now))
            default:
                perform(relay.clockMoved(to: now))
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
                let parked = unparked
                unparked = []
                perform(relay.rowsParked(parked))
            }
            let wanted = relay.wantsRows
            if wanted > 0 {
                let rows = store.filter { $0.position > relay.cursor && done[$0.position] == nil }.prefix(wanted)
                perform(relay.rowsLoaded(Array(rows), isEnd: rows.count < wanted))
            }
        }
        perform(relay.rowsParked(unparked))
        while let publication = onTheirWay.popLast() {
            perform(relay.settled([outcome(publication.number)], at: now))
            now = now + .seconds(60)
            perform(relay.clockMoved(to: now))
            let wanted = relay.wantsRows
            if wanted > 0 {
                let rows = store.filter { $0.position > relay.cursor && done[$0.position] == nil }.prefix(wanted)
                perform(relay.rowsLoaded(Array(rows), isEnd: rows.count < wanted))
            }
        }
        #expect(relay.isIdle)
        #expect(done.count == store.count)
    }
}
