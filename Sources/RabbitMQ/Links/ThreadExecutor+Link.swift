import AMQP
import Threads

extension ThreadExecutor {
    static func forLink() throws(LinkProblem) -> ThreadExecutor {
        do throws(ThreadProblem) { return try ThreadExecutor() } catch { throw LinkProblem(error) }
    }

    func startLink(_ turn: @escaping @Sendable () -> Turn) throws(LinkProblem) {
        do throws(ThreadProblem) { try start(turn) } catch { throw LinkProblem(error) }
    }
}

extension Watchdog {
    static func forLink() throws(LinkProblem) -> Watchdog {
        do throws(ThreadProblem) { return try Watchdog() } catch { throw LinkProblem(error) }
    }
}

extension LinkProblem {
    init(_ problem: ThreadProblem) { self.init(.unreachable, "a link to the broker cannot begin: \(problem)") }
}
