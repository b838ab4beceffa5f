package import AMQP
package import EnginePort
package import Messages
package import StorePort
import Values

/// What the shell has to do after a round of the core's work.
package struct CoreEffects: Sendable {
    /// Deliveries whose effect is on disk.
    package struct Settlement: Sendable, Hashable {
        package var generation: Generation
        package var tags: [UInt64]
    }

    package enum Consuming: Sendable, Hashable {
        case pause(reason: String)
        case resume
    }

    /// One queue is not consumed for now, or is again; the others go on.
    package enum QueueChange: Sendable, Hashable {
        case pause(queue: String, reason: String)
        case resume(queue: String)
    }

    /// What came of a publication that a person had retried.
    package struct Retried: Sendable, Hashable {
        package var number: Int64
        package var result: RetryOutcome
    }

    package var settle: [Settlement] = []
    /// Steps that the engine is to run elsewhere; `Core.stepAnswered` is told what it answers.
    package var steps: [NumberedStep] = []
    package var retried: [Retried] = []
    /// Numbered by their positions in the outbox.
    package var publish: [NumberedPublication] = []
    /// Publications that the broker refused for now; they are tried again.
    package var refused: [Publication] = []
    package var consuming: Consuming?
    package var queues: [QueueChange] = []
    package var notes: [RoundEffects.Note] = []
    /// The state on disk is not known any more: the process must exit at once, settling nothing.
    package var fatal: StoreFailure?

    package init() {}

    mutating func settle(_ delivery: Delivery) {
        if settle.last?.generation == delivery.generation {
            settle[settle.count - 1].tags.append(delivery.tag)
        } else {
            settle.append(Settlement(generation: delivery.generation, tags: [delivery.tag]))
        }
    }
}
