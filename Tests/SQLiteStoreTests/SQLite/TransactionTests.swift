import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import SQLiteStore

@Suite struct TransactionTests {
    @Test("What throws leaves nothing behind, and what the mirror forgot can be remembered again")
    func rollback() throws {
        try withStore { store in
            #expect(throws: Failure.self) {
                try store.transaction { tables throws in
                    try tables.remember(order)
                    try tables.setFact("a", to: "1")
                    throw Failure()
                }
            }
            #expect(try store.reader.fact("a") == nil && store.reader.definition(order.hash) == nil)
            try store.start(1, [wait()])
            #expect(try store.reader.receivers(Sample.receivers()) == [2])
        }
    }

    @Test("Nothing can be asked of a store that is closed")
    func closed() throws {
        let folder = try TemporaryFolder()
        let store = try Store(at: folder.database)
        try store.close()
        for want in [Want.fact("a"), .standing, .lastKeys, .source("q")] {
            #expect(throws: StoreFailure.self) { try store.read(want) }
        }
        guard case .lost(let failure) = store.commit([.fact("a", "b")]) else {
            Issue.record("committed")
            return
        }
        #expect(failure.message.contains("closed"))
        #expect(throws: StoreFailure.self) { try store.close() }
    }

    @Test("A copy holds what was committed, and can be opened")
    func copy() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.start(1, [wait()])
            try store.copy(to: folder.path + "/copy.sqlite")
            try store.start(2)
            // It never overwrites.
            #expect(throws: StoreFailure.self) { try store.copy(to: folder.path + "/copy.sqlite") }
            try store.start(3)
        }
        try withStore(at: folder.path + "/copy.sqlite") { try $0.expectRunning(1) }
    }

    @Test("The log is written back: it does not grow without bound")
    func log() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            for round in 0..<200 as Range<Int64> {
                let positions = (round * 20 + 1...round * 20 + 20).map { $0 }
                try store.write(positions.map { .append(Sample.publication($0)) })
                try store.write(.delete(positions))
            }
            let size = try fileSize(folder.database + "-wal")
            #expect(size < 100 * 4120, "\(size)")
        }
    }
}
