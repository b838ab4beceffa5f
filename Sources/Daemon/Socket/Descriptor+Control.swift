import Operations
import Threads

extension Descriptor {
    static func controlSocket() throws(ControlProblem) -> Descriptor {
        do throws(ThreadProblem) { return try makeSocket() } catch { throw ControlProblem(error.description) }
    }
}
