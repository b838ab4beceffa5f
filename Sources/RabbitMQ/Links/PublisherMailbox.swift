import AMQP
import Messages
import Synchronization
import Threads
import Values

/// What others want of a `PublisherLink`, until its thread takes it. Bounded by the window.
final class PublisherMailbox: Sendable {
    struct Mail: Sendable {
        var publications: [NumberedPublication] = []
        var isStopped = false
        var isClosed = false
    }

    private struct State {
        var generation: Generation?
        /// Taken and not settled, here or in the session.
        var unsettled = 0
        var mail = Mail()
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell
    private let window: Int

    init(_ doorbell: Doorbell, window: Int) {
        self.doorbell = doorbell
        self.window = window
    }

    func publish(_ batch: [NumberedPublication], _ generation: Generation) -> Bool {
        let isTaken = state.withLock { state in
            if state.mail.isStopped || state.mail.isClosed { return false }
            // Its end was told, or will be: whoever hears of it publishes again.
            guard state.generation == generation else { return true }
            guard state.unsettled + batch.count <= window else { return false }
            state.unsettled += batch.count
            state.mail.publications.append(contentsOf: batch)
            return true
        }
        if isTaken { doorbell.ring() }
        return isTaken
    }

    func change(_ change: (inout Mail) -> Void) {
        state.withLock { change(&$0.mail) }
        doorbell.ring()
    }

    /// Publications of this generation count from now on; nil: of none.
    func open(_ generation: Generation?) {
        state.withLock { state in
            state.generation = generation
            state.unsettled = 0
            state.mail.publications = []
        }
    }

    func settled(_ count: Int) { state.withLock { $0.unsettled -= count } }

    func take() -> Mail {
        state.withLock { state in
            defer { state.mail.publications = [] }
            return state.mail
        }
    }
}
