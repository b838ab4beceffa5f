import AMQP
import EnginePort
import RabbitMQ
import Synchronization
import Threads

/// What the links and the signal handler tell the bridge, in the order in which they told it. Bounded by what they
/// may have under way: the prefetch on one side, the relay's limit on the other, the engine's queue, the control socket's
/// seats.
final class BridgeMailbox: Sendable {
    enum Letter: Sendable {
        case consumer(ConsumerEvent)
        case publisher(PublisherEvent)
        case stepped(UInt64, Result<Advance, EngineFailure>)
        case asked(ControlCall)
        case stopRequested
    }

    private let letters = Mutex<[Letter]>([])
    private let doorbell: Doorbell

    init(_ doorbell: Doorbell) { self.doorbell = doorbell }

    func put(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        doorbell.ring()
    }

    func take() -> [Letter] {
        letters.withLock { letters in
            defer { letters.removeAll(keepingCapacity: true) }
            return letters
        }
    }
}
