import DequeModule
import Messages
import Values

@testable import AMQP

/// One life of a consuming channel: what is on the wire both ways, and what the broker knows of it.
final class ConsumingChannel {
    var written = Deque<ConsumerAction>()
    var sent = Deque<Frame>()
    /// Queue → consumer.
    var consumers: TextMap<String> = [:]
    /// Every consumer's name that was ever used: a quorum queue takes none twice.
    var names: TextSet = []
    var unacknowledged: [(tag: UInt64, queued: SimulatedBroker.Queued)] = []
    var lastTag: UInt64 = 0
    /// The broker has ended it; the client may not know yet.
    var isGoneHere = false
    /// The client has left it; the broker may not know yet.
    var isLeft = false

    func send(_ start: Frame, _ properties: MessageProperties, _ body: [UInt8]) {
        sent.append(contentsOf: frames(start, properties, body))
    }
}

/// The same for a channel that publishes with confirms.
final class PublishingChannel {
    struct Pending {
        var number: UInt64
        var id: String
        var isReturned = false
        var isRefused = false
    }

    var written = Deque<Publication>()
    var sent = Deque<Frame>()
    var pending: [Pending] = []
    var count: UInt64 = 0
    var isToldOfBlock = false
    var isGoneHere = false
    var isLeft = false

    func send(_ start: Frame, _ properties: MessageProperties, _ body: [UInt8]) {
        sent.append(contentsOf: frames(start, properties, body))
    }
}

private func frames(_ start: Frame, _ properties: MessageProperties, _ body: [UInt8]) -> [Frame] {
    let header = Frame.header(ContentHeader(bodySize: UInt64(body.count), properties: properties))
    return body.isEmpty ? [start, header] : [start, header, .body(body)]
}
