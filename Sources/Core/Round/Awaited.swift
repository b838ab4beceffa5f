import Synchronization
import Threads

/// Something that another thread gives, once, and one thread waits for.
final class Awaited<Content: Sendable>: Sendable {
    private let content = Mutex<Content?>(nil)
    private let doorbell: Doorbell

    init() throws(ThreadProblem) { doorbell = try Doorbell() }

    func set(_ given: Content) {
        content.withLock { $0 = given }
        doorbell.ring()
    }

    func get() -> Content {
        while true {
            if let given = content.withLock({ $0 }) { return given }
            doorbell.wait(for: Sleep(until: nil))
        }
    }
}
