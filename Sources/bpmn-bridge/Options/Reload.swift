import Files
import Foundation
import Synchronization

/// The wish to start again with a changed configuration: the process stops gracefully and becomes a fresh one, with the
/// same number, so that nothing of the old configuration is left.
final class Reload: Sendable {
    private let wish = Mutex(false)

    var isWanted: Bool { wish.withLock { $0 } }

    func set(_ isWanted: Bool) { wish.withLock { $0 = isWanted } }

    /// Becomes the fresh process; comes back only with the reason why not.
    static func again() -> String {
        // What this one has blocked would stay so.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        // What was deliberate once is not repeated.
        var arguments = CommandLine.arguments.filter { $0 != "--accept-restored" }.map { strdup($0) }
        arguments.append(nil)
        execv("/proc/self/exe", arguments)
        return SystemReason.words(errno)
    }
}
