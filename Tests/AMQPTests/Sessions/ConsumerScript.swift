import Messages
import Values

@testable import AMQP

/// What the suites of the consuming session share: sessions in some state, and what they do in short words.
protocol ConsumerScript {}

extension ConsumerScript {
    static var generation: Generation { Generation(3) }

    static func session(_ queues: [String] = ["orders"], isPaused: Bool = false) -> ConsumerSession {
        ConsumerSession(
            generation: generation, queues: queues, bodyLimit: 1000, pausing: isPaused ? .all(then: []) : .none)
    }

    /// A session that consumes already.
    static func consuming(_ queues: [String] = ["orders"]) -> ConsumerSession {
        var session = session(queues)
        _ = session.opened()
        for index in queues.indices { _ = session.frameReceived(.consumeAnswered(consumer: "c\(index)")) }
        _ = session.framesDrained()
        return session
    }

    static func arrive(_ tag: UInt64, _ session: inout ConsumerSession, consumer: String = "c0") -> [String] {
        let start = DeliveryStart(consumer: consumer, tag: tag, redelivered: false, exchange: "x", routingKey: "k")
        var actions = session.frameReceived(.deliver(start))
        actions += session.frameReceived(.header(ContentHeader(bodySize: 1, properties: MessageProperties())))
        actions += session.frameReceived(.body([UInt8(truncatingIfNeeded: tag)]))
        return words(actions)
    }

    /// Actions as short words, so that a script reads as one.
    static func words(_ actions: [ConsumerAction]) -> [String] {
        actions.map { action in
            switch action {
            case .consume(let queue, let consumer): "consume \(queue) as \(consumer)"
            case .cancel(let consumer): "cancel \(consumer)"
            case .setPrefetch(let count): "prefetch \(count)"
            case .acknowledge(let ack): "ack \(ack.tag)\(ack.multiple ? " and before" : "")"
            case .announceReady: "ready"
            case .announceDrained: "drained"
            case .deliver(let batch): "deliver " + batch.map { "\($0.queue):\($0.tag)" }.joined(separator: " ")
            case .end(let problem, let farewell): "end \(problem.kind) \(farewell)"
            }
        }
    }

    static func name(in question: String) -> String {
        question.split(separator: " ").last.map(String.init) ?? ""
    }

    /// One that consumes two queues, with the window of a low prefetch.
    static func cautious() -> ConsumerSession {
        var session = ConsumerSession(generation: generation, queues: ["a", "b"], bodyLimit: 10, window: 4)
        _ = session.opened()
        _ = session.frameReceived(.consumeAnswered(consumer: "c0"))
        _ = session.frameReceived(.consumeAnswered(consumer: "c1"))
        _ = session.framesDrained()
        return session
    }
}

extension ConsumerSession {
    mutating func paused() -> [ConsumerAction] { paused { $0.pauseAll() } }

    mutating func resumed() -> [ConsumerAction] { paused { $0.resumeAll() } }

    mutating func paused(queues: TextSet) -> [ConsumerAction] { paused { $0.pause(queues) } }

    private mutating func paused(_ change: (inout Pausing) -> Void) -> [ConsumerAction] {
        var wish = pausing
        change(&wish)
        return paused(as: wish)
    }
}
