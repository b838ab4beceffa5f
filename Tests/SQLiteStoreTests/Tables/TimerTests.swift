import Messages
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct TimerTests {
    @Test("Timers come when they are due, the most overdue first, a page at a time")
    func due() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                for number in 0..<10 { try transaction.start(number, wakeAt: noon + .seconds((number * 7) % 10)) }
                try transaction.start(50)
                #expect(try transaction.nextTimer() == noon)
                let page = try transaction.due(at: noon + .seconds(4), limit: 3)
                #expect(page.map(\.at) == [0, 1, 2].map { noon + .seconds($0) })
                #expect(try transaction.due(at: noon + .seconds(4), limit: 99).count == 5)
                // A page is worked off by updating what it names.
                var fired: [InstanceKey] = []
                while case let page = try transaction.due(at: noon + .seconds(4), limit: 2), !page.isEmpty {
                    for timer in page {
                        let instance = try #require(try transaction.instance(timer.instance))
                        try transaction.update(instance, to: InstanceChange(state: [], sequence: 0, waits: []))
                        fired.append(timer.instance)
                    }
                }
                #expect(Set(fired).count == 5 && fired.count == 5)
                #expect(try transaction.nextTimer() == noon + .seconds(5))
            }
        }
    }

    @Test("The ends of time are times")
    func extremes() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.start(1, wakeAt: .distantPast)
                try transaction.start(2, wakeAt: .distantFuture)
                #expect(try transaction.due(at: noon, limit: 9).map(\.at) == [.distantPast])
                #expect(try transaction.due(at: .distantFuture, limit: 9).map(\.at) == [.distantPast, .distantFuture])
            }
        }
    }
}
