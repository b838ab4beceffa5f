import TestKit
import Testing

@testable import AMQP

@Suite("Coming back")
struct ReconnectionTests {
    @Test("The waits double from half a second to half a minute, with jitter", arguments: UInt64(1)...50)
    func waits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backoff = Backoff()
        var ceiling = Duration.seconds(1)
        for _ in 0..<20 {
            let wait = backoff.next(using: &random)
            #expect(wait >= ceiling / 2 && wait <= ceiling, "seed \(seed)")
            ceiling = min(ceiling * 2, .seconds(30))
        }
        backoff.reset()
        #expect(backoff.next(using: &random) <= .seconds(1), "seed \(seed)")
        #expect(backoff.slow(using: &random) >= .seconds(15), "seed \(seed)")
    }

    @Test("Every address of the list is tried at once before there is a wait")
    func throughTheList() {
        var random = SeededGenerator(seed: 7)
        var reconnection = Reconnection(addresses: 3, backoff: Backoff())
        var tried: [Int] = []
        var waited: [Bool] = []
        for _ in 0..<6 {
            tried.append(reconnection.current)
            waited.append(reconnection.failed(remedy: .reconnect, using: &random) > .zero)
        }
        #expect(tried == [0, 1, 2, 0, 1, 2])
        #expect(waited == [false, false, true, false, false, true])
    }

    @Test("A link that was lost goes to the next address at once, and a lone one waits")
    func afterLoss() {
        var random = SeededGenerator(seed: 7)
        var pair = Reconnection(addresses: 2, backoff: Backoff())
        #expect(pair.lost(after: .seconds(1), remedy: .reconnect, using: &random) == .zero)
        #expect(pair.current == 1)
        var lone = Reconnection(addresses: 1, backoff: Backoff())
        #expect(lone.lost(after: .seconds(1), remedy: .reconnect, using: &random) >= .milliseconds(500))
        #expect(lone.current == 0)
    }

    @Test("A link that comes up only to be lost waits longer and longer; a steady one begins again")
    func flapping() {
        var random = SeededGenerator(seed: 7)
        var reconnection = Reconnection(addresses: 1, backoff: Backoff())
        var wait = Duration.zero
        for _ in 0..<10 { wait = reconnection.lost(after: .seconds(1), remedy: .reconnect, using: &random) }
        #expect(wait >= .seconds(15))
        wait = reconnection.lost(after: .seconds(60), remedy: .reconnect, using: &random)
        #expect(wait <= .seconds(1))
    }

    @Test("Where each attempt brings it further it does not wait, and stays with its broker")
    func atOnce() {
        var random = SeededGenerator(seed: 7)
        var reconnection = Reconnection(addresses: 2, backoff: Backoff())
        for _ in 0..<10 {
            #expect(reconnection.lost(after: .zero, remedy: .reconnectAtOnce, using: &random) == .zero)
            #expect(reconnection.current == 0)
        }
        // Not even that brings it up.
        for _ in 0..<2 { _ = reconnection.failed(remedy: .reconnectAtOnce, using: &random) }
        #expect(reconnection.failed(remedy: .reconnect, using: &random) == .zero)
        #expect(reconnection.failed(remedy: .reconnectAtOnce, using: &random) > .zero)
    }

    @Test("Where only a person can help the wait is long from the start")
    func slow() {
        var random = SeededGenerator(seed: 7)
        var reconnection = Reconnection(addresses: 1, backoff: Backoff())
        #expect(reconnection.failed(remedy: .reconnectSlowly, using: &random) >= .seconds(15))
    }
}
