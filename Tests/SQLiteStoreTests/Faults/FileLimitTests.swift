import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// A limit of the process is one of all its tests: theirs are smaller than this by far.
@Suite(.serialized) struct FileLimitTests {
    private func limit(to size: rlim_t) throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        limit.rlim_cur = min(size, limit.rlim_max)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }

    @Test("A file that may grow no further is a full disk: nothing happens, and it goes on once it may")
    func grown() throws {
        let folder = try TemporaryFolder()
        defer { try? limit(to: .max) }
        let tuning = StoreTuning(framesInLog: 200_000, ballast: 4096, inboxWave: 8)
        try withStore(at: folder.database, tuning) { store in
            try store.begin()
            try limit(to: 96 << 20)
            let state = [UInt8](repeating: 7, count: 4 << 20)
            var done = 0
            var failure: StoreFailure?
            while failure == nil, done < 200 {
                do {
                    try store.start(done, thenState: state)
                    done += 1
                } catch let found as StoreFailure {
                    failure = found
                }
            }
            #expect(failure?.kind == .full, "\(String(describing: failure))")
            #expect(done > 5 && done < 60)
            try store.expectRunning(done)
            try limit(to: .max)
            try store.start(done)
        }
    }
}
