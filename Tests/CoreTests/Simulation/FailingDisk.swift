import CSQLite
import Glibc
import Synchronization

/// Makes SQLite's writes fail at a chosen one, for the thread that asks: beneath SQLite, above the system.
enum FailingDisk {
    enum Failure: Sendable {
        /// Nothing of the write happens: no space is left.
        case full
        /// Half of it happens, then no space is left.
        case fullHalfway
        /// It fails, and nothing of it has happened.
        case lost
        /// It fails, and half of it has happened.
        case torn
        /// It is said to fail, and has happened.
        case doneAndDenied
    }

    private struct Plan {
        var writesLeft: Int
        var failure: Failure
        var hasFailed = false
    }

    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int

    private static let plans = Mutex<[UInt: Plan]>([:])
    private static var thread: UInt { UInt(pthread_self()) }

    private static let interposed: Bool = {
        guard let vfs = sqlite3_vfs_find(nil) else { return false }
        let write: Write = { FailingDisk.write($0, $1, $2, $3) }
        let call = unsafeBitCast(write, to: sqlite3_syscall_ptr.self)
        let whole = vfs.pointee.xSetSystemCall?(vfs, "pwrite64", call) == SQLITE_OK
        let other = vfs.pointee.xSetSystemCall?(vfs, "pwrite", call) == SQLITE_OK
        return whole || other
    }()

    /// Runs `body`; the write after `count` others of this thread in it fails, and each that follows it.
    /// - Returns: what `body` gives, and whether a write failed.
    static func failing<Result>(
        after count: Int, with failure: Failure, _ body: () throws -> Result
    ) rethrows -> (Result, Bool) {
        precondition(interposed, "SQLite lets nobody between itself and the system")
        plans.withLock { $0[thread] = Plan(writesLeft: count, failure: failure) }
        defer { plans.withLock { _ = $0.removeValue(forKey: thread) } }
        let result = try body()
        return (result, plans.withLock { $0[thread]?.hasFailed ?? false })
    }

    private static func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: off_t) -> Int {
        let failure = plans.withLock { plans -> Failure? in
            guard var plan = plans[thread] else { return nil }
            defer { plans[thread] = plan }
            if plan.hasFailed { return plan.failure == .full || plan.failure == .fullHalfway ? .full : .lost }
            plan.writesLeft -= 1
            if plan.writesLeft >= 0 { return nil }
            plan.hasFailed = true
            return plan.failure
        }
        switch failure {
        case nil: return pwrite(file, bytes, count, offset)
        case .full: return failed(ENOSPC)
        case .fullHalfway:
            _ = pwrite(file, bytes, count / 2, offset)
            return failed(ENOSPC)
        case .lost: return failed(EIO)
        case .torn:
            _ = pwrite(file, bytes, count / 2, offset)
            return failed(EIO)
        case .doneAndDenied:
            _ = pwrite(file, bytes, count, offset)
            return failed(EIO)
        }
    }

    private static func failed(_ code: Int32) -> Int {
        errno = code
        return -1
    }
}
