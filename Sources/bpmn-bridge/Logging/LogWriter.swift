import Foundation
import Synchronization

/// Writes log lines to standard error on a thread of its own, so that nothing waits for a sink nobody reads.
///
/// At most `capacity` lines wait; what comes beyond is dropped and counted, and the count is written once there is
/// room again.
final class LogWriter: Sendable {
    private struct Pending {
        var lines: [String] = []
        var dropped = 0
        var isWriting = false
    }

    private static let capacity = 10_000
    private let pending = Mutex(Pending())
    private let arrived = DispatchSemaphore(value: 0)

    init() {
        let thread = Thread { [self] in
            while true {
                arrived.wait()
                writePending()
            }
        }
        thread.name = "log"
        thread.start()
    }

    func write(_ line: String) {
        pending.withLock { pending in
            if pending.lines.count < Self.capacity {
                pending.lines.append(line)
            } else {
                pending.dropped += 1
            }
        }
        arrived.signal()
    }

    /// Waits until everything is written, but no longer than `limit`.
    func flush(within limit: Duration = .seconds(1)) async {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, pending.withLock({ !$0.lines.isEmpty || $0.isWriting }) {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func writePending() {
        let (lines, dropped) = pending.withLock { pending in
            defer {
                pending.lines.removeAll()
                pending.dropped = 0
                pending.isWriting = true
            }
            return (pending.lines, pending.dropped)
        }
        var text = lines.joined()
        if dropped > 0 { text += "\(dropped) log lines were dropped: nobody read them\n" }
        // A sink that is gone is no reason to stop.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        pending.withLock { $0.isWriting = false }
    }
}
