import DequeModule
import Messages
import TestKit
import Values

@testable import AMQP

/// What went wrong, for a person.
struct Violation: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// RabbitMQ by its rules: what it does with deliveries, acknowledgements, publications and lost channels.
final class SimulatedBroker {
    /// A message in a queue, in its place for good.
    struct Queued: Hashable {
        var place: Int
        var message: SimulatedMessage
        var wasDelivered = false
    }

    let prefetch: Int
    private(set) var queues: TextMap<Deque<Queued>> = ["in": [], "brief": []]
    private(set) var consuming: [ConsumingChannel] = []
    private(set) var publishing: [PublishingChannel] = []
    var exchange = SimulatedExchange()
    /// An alarm: nothing is read from those who publish.
    var isBlocked = false
    /// Messages that were acknowledged, and with that are gone from here.
    private(set) var acknowledged: Set<Int> = []
    private var lastPlace = 0

    init(prefetch: Int) { self.prefetch = prefetch }

    func post(_ message: SimulatedMessage) {
        lastPlace += 1
        queues[message.queue]?.append(Queued(place: lastPlace, message: message))
    }

    func accept(_ channel: ConsumingChannel) { consuming.append(channel) }
    func accept(_ channel: PublishingChannel) { publishing.append(channel) }

    var isEmpty: Bool { queues.values.allSatisfy(\.isEmpty) && consuming.allSatisfy(\.unacknowledged.isEmpty) }

    // MARK: Consuming

    /// Reads what the client wrote, a command at a time.
    func read(_ channel: ConsumingChannel, atMost limit: Int, isCommitted: (Int) -> Bool) throws {
        for _ in 0..<limit {
            guard !channel.isGoneHere, let command = channel.written.popFirst() else { return }
            switch command {
            case .consume(let queue, let consumer):
                guard channel.names.insert(consumer).inserted else {
                    throw Violation("541 INTERNAL_ERROR: the consumer \(consumer) was there before on this channel")
                }
                channel.consumers[queue] = consumer
                channel.sent.append(.consumeAnswered(consumer: consumer))
            case .cancel(let consumer):
                channel.consumers = channel.consumers.filter { $0.value != consumer }
                channel.sent.append(.cancelAnswered(consumer: consumer))
            case .setPrefetch: break
            case .acknowledge(let acknowledgement): try acknowledge(acknowledgement, channel, isCommitted)
            case .announceReady, .announceDrained, .deliver, .end: throw Violation("the session wrote \(command)")
            }
        }
    }

    private func acknowledge(
        _ acknowledgement: Acknowledgement, _ channel: ConsumingChannel, _ isCommitted: (Int) -> Bool
    ) throws {
        guard let last = channel.unacknowledged.firstIndex(where: { $0.tag == acknowledgement.tag }) else {
            throw Violation("PRECONDITION_FAILED - unknown delivery tag \(acknowledgement.tag)")
        }
        let range = (acknowledgement.multiple ? 0 : last)...last
        for (_, queued) in channel.unacknowledged[range] {
            guard isCommitted(queued.message.serial) else {
                throw Violation("message \(queued.message.serial) was acknowledged before its effect was committed")
            }
            acknowledged.insert(queued.message.serial)
        }
        channel.unacknowledged.removeSubrange(range)
    }

    /// Gives the next message of a queue to whoever consumes it; false where there is none to give or to take it.
    func deliver(_ queue: String) -> Bool {
        guard let channel = consuming.first(where: { !$0.isGoneHere && $0.consumers[queue] != nil }),
            let consumer = channel.consumers[queue],
            channel.unacknowledged.count(where: { $0.queued.message.queue == queue }) < prefetch,
            var next = queues[queue]?.popFirst()
        else { return false }
        channel.lastTag += 1
        let start = DeliveryStart(
            consumer: consumer, tag: channel.lastTag, redelivered: next.wasDelivered, exchange: "",
            routingKey: next.message.routingKey)
        next.wasDelivered = true
        channel.unacknowledged.append((channel.lastTag, next))
        channel.send(.deliver(start), next.message.properties, Array(next.message.text.utf8))
        return true
    }

    /// The broker's end of the channel is over: what was not acknowledged goes back to where it was.
    func end(_ channel: ConsumingChannel) {
        guard !channel.isGoneHere else { return }
        channel.isGoneHere = true
        consuming.removeAll { $0 === channel }
        for (_, queued) in channel.unacknowledged.reversed() {
            var queue = queues[queued.message.queue] ?? []
            let place = queue.firstIndex { $0.place > queued.place } ?? queue.count
            queue.insert(queued, at: place)
            queues[queued.message.queue] = queue
        }
        channel.unacknowledged = []
    }

    // MARK: Publishing

    /// Reads what the client published; `isRefused` says of each whether its queue cannot take it now.
    func read(_ channel: PublishingChannel, atMost limit: Int, isRefused: () -> Bool) throws {
        for _ in 0..<limit {
            guard !channel.isGoneHere, !channel.written.isEmpty else { return }
            if isBlocked {
                // Said once, and only to those who publish.
                if !channel.isToldOfBlock { channel.sent.append(.blocked(reason: "low on memory")) }
                channel.isToldOfBlock = true
                return
            }
            guard let publication = channel.written.popFirst() else { return }
            channel.count += 1
            let id = publication.properties.messageID ?? ""
            try exchange.mayTake(publication, beside: channel.pending.map(\.id))
            var pending = PublishingChannel.Pending(number: channel.count, id: id)
            if exchange.routes(publication) {
                pending.isRefused = isRefused()
                if !pending.isRefused { try exchange.take(publication) }
            } else {
                pending.isReturned = true
                exchange.cameBack(id)
                channel.send(
                    .returned(
                        ReturnStart(
                            code: 312, text: "NO_ROUTE", exchange: publication.exchange,
                            routingKey: publication.routingKey)), publication.properties, publication.body)
            }
            channel.pending.append(pending)
        }
    }

    /// Confirms one publication, or with `multiple` all up to it; a refused one is refused alone.
    func confirm(_ channel: PublishingChannel, at index: Int, multiple: Bool) {
        guard !channel.isGoneHere, channel.pending.indices.contains(index) else { return }
        let last = channel.pending[index]
        let isMultiple = multiple && !channel.pending[...index].contains(where: \.isRefused)
        for pending in channel.pending[(isMultiple ? 0 : index)...index] where !pending.isRefused {
            exchange.confirmed(pending.id)
        }
        channel.pending.removeSubrange((isMultiple ? 0 : index)...index)
        channel.sent.append(
            last.isRefused
                ? .nacked(tag: last.number, multiple: false) : .acknowledged(tag: last.number, multiple: isMultiple))
    }

    func unblock() {
        isBlocked = false
        for channel in publishing where channel.isToldOfBlock {
            channel.sent.append(.unblocked)
            channel.isToldOfBlock = false
        }
    }

    func end(_ channel: PublishingChannel) {
        channel.isGoneHere = true
        publishing.removeAll { $0 === channel }
    }
}
