import Synchronization
import TestKit
import Testing

@testable import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An actor on an executor of its own, with a turn that only counts.
private actor Lodger {
    let executor: ThreadExecutor
    nonisolated let turns = Atomic<Int>(0)
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init() throws {
        executor = try ThreadExecutor()
        try executor.start { [weak self] in self?.assumeIsolated { $0.turn() } ?? .gone }
    }

    deinit { executor.doorbell.ring() }

    func thread() -> UInt { UInt(pthread_self()) }

    private func turn() -> Turn {
        turns.wrappingAdd(1, ordering: .relaxed)
        return .sleep(Sleep())
    }
}

@Suite("A thread of one's own")
struct ThreadTests {
    @Test("Everything an actor does is on the one thread of its executor, in order")
    func oneThread() async throws {
        let lodger = try Lodger()
        var threads: Set<UInt> = []
        for _ in 0..<100 { threads.insert(await lodger.thread()) }
        #expect(threads.count == 1)
        #expect(!threads.contains(UInt(pthread_self())))
    }

    @Test("A ring wakes the sleeper, whenever it comes; without one it sleeps")
    func ringing() async throws {
        let lodger = try Lodger()
        try await eventually("it began") { lodger.turns.load(ordering: .relaxed) > 0 }
        for _ in 0..<50 {
            let before = lodger.turns.load(ordering: .relaxed)
            lodger.executor.doorbell.ring()
            try await eventually("it took a turn") { lodger.turns.load(ordering: .relaxed) > before }
        }
        // A ring between two sleeps may cost a second turn, but nothing spins.
        #expect(lodger.turns.load(ordering: .relaxed) <= 1 + 2 * 50)
    }

    @Test("The thread ends with its actor")
    func ends() async throws {
        // The thread is the last to hold its executor; a count of all threads would see those of other tests.
        struct Watched { weak var executor: ThreadExecutor? }
        var lodgers = try (0..<20).map { _ in try Lodger() }
        let watched = lodgers.map { Watched(executor: $0.executor) }
        try await eventually("all began") { lodgers.allSatisfy { $0.turns.load(ordering: .relaxed) > 0 } }
        #expect(watched.allSatisfy { $0.executor != nil })
        lodgers = []
        try await eventually("the threads ended") { watched.allSatisfy { $0.executor == nil } }
    }

    @Test("A write that nobody reads is cut off by the watchdog; one that ends in time is not")
    func watchdog() throws {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let watchdog = try Watchdog()
        watchdog.watch(ends[0])
        var byte: UInt8 = 1
        for _ in 0..<100 {
            watchdog.guarding(.seconds(60)) { _ = write(ends[0], &byte, 1) }
        }
        // The thread rests until that far deadline when a nearer one comes.
        let patience = ContinuousClock.now + .seconds(30)
        watchdog.guarding(.seconds(60)) {
            while !watchdog.isResting, ContinuousClock.now < patience { sched_yield() }
        }
        #expect(watchdog.isResting)
        #expect(!watchdog.hasExpired)
        let began = ContinuousClock.now
        watchdog.guarding(.milliseconds(200)) {
            let block = [UInt8](repeating: 0, count: 1 << 16)
            while send(ends[0], block, block.count, Int32(MSG_NOSIGNAL)) > 0 {}
        }
        #expect(watchdog.hasExpired)
        #expect(ContinuousClock.now - began >= .milliseconds(200))
        #expect(ContinuousClock.now - began < .seconds(30))
        watchdog.close()
    }
}
