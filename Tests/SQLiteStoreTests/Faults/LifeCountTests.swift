import Foundation
import Journal
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// What the life before had begun and not ended, as the store counts it.
@Suite struct LifeCountTests {
    private let folder: TemporaryFolder
    private let unit = WorkUnit(.delivery, 1, .max)

    init() throws { folder = try TemporaryFolder() }

    @Test("What a life has left is counted once, also if the process ends right after it is counted")
    func once() throws {
        let store = try Store(at: folder.database)
        var counted = 0
        try #require(
            try store.openBegun { _, _ in
                counted += 1
                return []
            }.file
        ).push(unit)
        #expect(counted == 0)
        let left = try Data(contentsOf: URL(fileURLWithPath: folder.database + ".begun"))
        for _ in 0..<3 {
            // The page as it was before the count was on disk.
            try left.write(to: URL(fileURLWithPath: folder.database + ".begun"))
            #expect(chmod(folder.database + ".begun", 0o600) == 0)
            _ = try store.openBegun { work, deaths in
                #expect(work.units == [BegunWork.Unit(unit)])
                #expect(deaths.isEmpty)
                counted += 1
                return [.death(unit, DeathCount(count: 1), at: noon)]
            }
        }
        #expect(counted == 1)
        guard case .deaths(let deaths) = try store.read(.deaths) else { throw Failure() }
        #expect(deaths == [unit: DeathCount(count: 1)])
    }
}
