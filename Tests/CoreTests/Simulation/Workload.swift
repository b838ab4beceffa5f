import Messages
import TestKit
import Values

/// What the senders of one run post, in the order in which they do. Every case has a key of its own.
struct Workload {
    private(set) var messages: [SimulatedMessage] = []
    private var random: SeededGenerator
    private var keys = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 7)
        let size = Int.random(in: 10...36, using: &random)
        var cases: [SimulatedMessage] = []
        while cases.count < size { cases += nextCase() }
        // Most come in the order they were thought up, some long before or after.
        let places = cases.indices.map { place in
            (place + (Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: -12...12, using: &random) : 0), place)
        }
        for (_, place) in places.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            cases[place].serial = messages.count
            messages.append(cases[place])
        }
    }

    /// Somebody outside answers a publication, later on.
    mutating func add(_ answer: SimulatedMessage) -> SimulatedMessage {
        var answer = answer
        answer.serial = messages.count
        messages.append(answer)
        return answer
    }

    private mutating func nextCase() -> [SimulatedMessage] {
        keys += 1
        let key = "k\(keys)"
        let amount = Int.random(in: 1...9, using: &random)
        let order = message("order_placed", key, amount, "o")
        let payment = message("payment_received", key, amount, "p")
        switch Int.random(in: 0..<37, using: &random) {
        case 0...3: return [order, payment]
        case 4: return [payment, order]
        case 5: return [order, order, payment, order, payment]
        case 6:
            var other = order
            other.amount = 99
            return [order, other, other, payment]
        case 7: return [unreadable(order), unreadable(order), message("order_placed", nil, amount, "x")]
        case 8:
            var nameless = order
            nameless.type = nil
            return [nameless, message("unknown", key, nil, "u")]
        case 9:
            var lost = message("payment_received", key, amount, "l")
            lost.addressee = "nobody"
            return [lost]
        case 10:
            var bad = message("payment_received", key, nil, "b")
            bad.amount = nil
            return [bad, order, payment]
        case 11: return [message("order_placed", key, nil, "f"), payment]
        case 12: return [message("begin", key, nil, "c"), message("begin", key, nil, "d")]
        case 13, 14:
            return [
                message("race_begun", key, nil, "r"), message("waker_begun", key, nil, "w"),
                message("race_answered", key, nil, "a"),
            ]
        case 15: return [message("race_begun", key, nil, "r"), message("waker_begun", key, nil, "w")]
        case 16, 17:
            var bell = message("bell", key, nil, "s")
            bell.kind = .signal
            return [message("listen_begun", key, nil, "i"), message("listen_begun", key, nil, "j"), bell]
        case 18: return [message("burst_begun", key, nil, "e")]
        case 19: return [message("flop_begun", key, nil, "t")]
        case 20: return [order, message("order_placed", key, 8, "q"), payment]
        case 35:
            // More than the brief queue may keep.
            return (0..<4).map { message("payment_received", "\(key)-\($0)", amount, "h\($0)-", queue: "brief") }
        case 21:
            var nameless = order
            nameless.id = nil
            return [nameless, payment]
        case 22:
            var early = payment
            early.queue = "brief"
            return [early, message("payment_received", key, 7, "y", queue: "brief"), order]
        case 23: return [message("crier_begun", key, nil, "v")]
        case 24: return [message("listen_begun", key, nil, "i"), message("crier_begun", key, nil, "v")]
        case 25: return [message("chimer_begun", key, nil, "n")]
        case 26: return [message("failer_begun", key, nil, "g")]
        case 27...34: return nextLikeness(order, payment)
        default:
            var other = order
            other.queue = "brief"
            return [order, payment, other, message("payment_received", key, 7, "z")]
        }
    }

    /// Messages that are alike in some way, and the same or not.
    private mutating func nextLikeness(
        _ order: SimulatedMessage, _ payment: SimulatedMessage
    ) -> [SimulatedMessage] {
        let burst = message("burst_begun", order.key, nil, "o")
        switch Int.random(in: 0..<8, using: &random) {
        // Another event under the same id.
        case 0:
            var bell = message("bell", order.key, nil, "o")
            bell.kind = .signal
            return [message("listen_begun", order.key, nil, "o"), order, burst, bell, order, burst, payment]
        // Another sender that gives out the same ids.
        case 1:
            var other = burst
            other.app = "other"
            return [burst, other, other, burst]
        // The same, written in another way.
        case 2:
            var respelled = order
            respelled.isRespelled = true
            return [order, respelled, respelled, order, payment]
        // A corrected message under the same id, while the first is parked.
        case 3:
            var bad = order
            bad.amount = nil
            return [bad, order, bad, payment]
        case 4:
            var (bad, other) = (order, order)
            bad.amount = nil
            other.amount = 77
            return [bad, order, other, bad, other]
        // Dead letters without an id, and of the same id but not of the same body.
        case 5:
            var nameless = unreadable(order)
            nameless.id = nil
            return [nameless, nameless, unreadable(order), order, payment]
        // Nobody waits for them: they may come again.
        case 6:
            var early = payment
            early.queue = "brief"
            var bell = message("bell", order.key, nil, "s")
            bell.kind = .signal
            return [early, bell, bell, early]
        default:
            var (first, second) = (payment, payment)
            first.addressee = "nobody"
            second.addressee = "none"
            first.queue = "brief"
            return [order, first, second, first, payment]
        }
    }

    private func message(
        _ type: String, _ key: String?, _ amount: Int?, _ id: String, queue: String = "in"
    ) -> SimulatedMessage {
        var message = SimulatedMessage(serial: 0, id: "\(id)\(keys)", type: type, key: key, amount: amount)
        message.queue = queue
        return message
    }

    private func unreadable(_ message: SimulatedMessage) -> SimulatedMessage {
        var message = message
        message.isReadable = false
        return message
    }
}
