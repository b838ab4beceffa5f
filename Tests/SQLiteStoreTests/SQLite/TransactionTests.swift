import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct TransactionTests {
    @Test("What throws leaves nothing behind", arguments: [false, true])
    func rollback(repeatable: Bool) throws {
        try withStore { store in
            #expect(throws: Failure.self) {
                try store.transaction(repeatable: repeatable) { transaction throws in
                    try transaction.start(1, [wait()])
                    try transaction.append(publication("a"), lane: .alone, at: noon)
                    try transaction.remember(id: "m", source: "q", bodyHash: 1, outcome: .started, at: noon)
                    throw Failure()
                }
            }
            try store.transaction { transaction throws in
                #expect(try transaction.instance(id(1)) == nil)
                #expect(try transaction.definition(order.hash) == nil)
                #expect(transaction.countInstances() == InstanceCounts())
                try transaction.start(2)
                #expect(
                    try transaction.waiting(
                        for: .message, name: "paid", in: order.hash, correlations: [], limit: 9
                    ).isEmpty)
                #expect(try transaction.countPending() == 0)
                #expect(try transaction.inboxFinding(id: "m", source: "q", bodyHash: 1) == .new)
            }
        }
    }

    @Test("A savepoint that throws undoes its own part, at any depth", arguments: [false, true])
    func savepoints(repeatable: Bool) throws {
        try withStore { store in
            var runs = 0
            try store.transaction(repeatable: repeatable) { transaction throws in
                runs += 1
                try transaction.setFact("outer", to: "1")
                try transaction.savepoint {
                    try transaction.setFact("middle", to: "1")
                    #expect(throws: (any Error).self) {
                        try transaction.savepoint {
                            try transaction.setFact("inner", to: "1")
                            try transaction.start(1, [wait()])
                            throw Failure()
                        }
                    }
                    try transaction.setFact("after", to: "1")
                }
                #expect(throws: (any Error).self) {
                    try transaction.savepoint {
                        try transaction.savepoint { try transaction.setFact("released", to: "1") }
                        throw Failure()
                    }
                }
            }
            // Assumed savepoints: one run to see that one was needed, one with savepoints that are kept.
            #expect(runs == (repeatable ? 2 : 1))
            try store.transaction { transaction throws in
                for name in ["outer", "middle", "after"] { #expect(try transaction.fact(name) == "1") }
                for name in ["inner", "released"] { #expect(try transaction.fact(name) == nil) }
                #expect(transaction.countInstances() == InstanceCounts())
                #expect(try transaction.definition(order.hash) == nil)
                // What the mirror forgot can be remembered again.
                try transaction.start(1, [wait()])
            }
        }
    }

    @Test("A savepoint that fails before it writes costs a repeatable transaction no second run")
    func cheapFailure() throws {
        try withStore { store in
            var runs = 0
            try store.transaction(repeatable: true) { transaction throws in
                runs += 1
                for number in 0..<5 {
                    try? transaction.savepoint {
                        if number % 2 == 0 { throw Failure() }
                        try transaction.setFact("\(number)", to: "1")
                    }
                }
            }
            #expect(runs == 1)
            try store.transaction { transaction throws in
                for number in 0..<5 { #expect(try transaction.fact("\(number)") == (number % 2 == 0 ? nil : "1")) }
            }
        }
    }

    @Test("A bug of the caller undoes its statement only, and says what it is")
    func misuse() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.start(1)
                // Two instances with one id.
                let failure = #expect(throws: StoreFailure.self) {
                    try transaction.savepoint { try transaction.start(1) }
                }
                #expect(failure?.kind == .misuse)
                let unknown = #expect(throws: StoreFailure.self) {
                    try transaction.insert(
                        NewInstance(id: id(2), definition: "unknown", started: noon),
                        after: InstanceChange(state: [], sequence: 0, waits: []))
                }
                #expect(unknown?.kind == .misuse)
            }
            try store.transaction { #expect($0.countInstances().running == 1) }
        }
    }

    @Test("Nothing can be asked of a store that is closed")
    func closed() throws {
        let folder = try TemporaryFolder()
        let store = try Store(at: folder.database)
        try store.close()
        #expect(throws: StoreFailure.self) { try store.transaction { try $0.fact("a") } }
        #expect(throws: StoreFailure.self) { try store.close() }
    }

    @Test("A copy holds what was committed, and can be opened")
    func copy() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.transaction { try $0.start(1, [wait()]) }
            try store.copy(to: folder.path + "/copy.sqlite")
            try store.transaction { try $0.start(2) }
            // It never overwrites.
            #expect(throws: StoreFailure.self) { try store.copy(to: folder.path + "/copy.sqlite") }
            try store.transaction { try $0.start(3) }
        }
        try withStore(at: folder.path + "/copy.sqlite") { store in
            try store.transaction { #expect($0.countInstances().running == 1) }
        }
    }

    @Test("The log is written back: it does not grow without bound")
    func log() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            for round in 0..<200 {
                try store.transaction { transaction throws in
                    for number in 0..<20 {
                        try transaction.append(publication("\(round)-\(number)"), lane: .alone, at: noon)
                    }
                }
                try store.transaction { transaction throws in
                    try transaction.delete(try transaction.pending(limit: 1000).map(\.position))
                }
            }
            let size = try fileSize(folder.database + "-wal")
            #expect(size < 100 * 4120, "\(size)")
        }
    }
}
