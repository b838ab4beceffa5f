import Synchronization
import TestKit
import Testing

@testable import Threads

/// A door that lets nobody through until it is opened.
private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let bell: Doorbell

    init() throws { bell = try Doorbell() }

    func open() {
        isOpen.withLock { $0 = true }
        bell.ring()
    }

    /// Only one thread may wait.
    func pass() { while !isOpen.withLock({ $0 }) { bell.wait(for: Sleep()) } }
}

@Suite("Threads that share a queue")
struct ThreadPoolTests {
    @Test("Every job is done once, from wherever it is offered, and by every thread", arguments: [1, 2, 5])
    func allDone(threads: Int) async throws {
        let (count, offering) = (20_000, 4)
        let done = Mutex((jobs: [Int](repeating: 0, count: count), workers: Set<Int>()))
        let pool = ThreadPool<Int>(threads: threads, room: count, stack: 512 << 10) { job, worker in
            done.withLock { done in
                done.jobs[job] += 1
                done.workers.insert(worker)
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for offerer in 0..<offering {
                group.addTask { for job in stride(from: offerer, to: count, by: offering) { try pool.offer(job) } }
            }
            try await group.waitForAll()
        }
        try await eventually("all were done") { done.withLock { !$0.jobs.contains(0) } }
        #expect(done.withLock { $0.jobs.allSatisfy { $0 == 1 } })
        #expect(done.withLock { $0.workers.allSatisfy { (0..<threads).contains($0) } })
        #expect(pool.close().isEmpty)
    }

    @Test("As many jobs as there are threads are done at the same time")
    func together() async throws {
        let gates = [try Gate(), try Gate()]
        let begun = Mutex<Set<Int>>([])
        let pool = ThreadPool<Int>(threads: 2, room: 10, stack: 512 << 10) { job, _ in
            begun.withLock { _ = $0.insert(job) }
            gates[job].pass()
        }
        try pool.offer(0)
        try pool.offer(1)
        try await eventually("both began") { begun.withLock { $0.count == 2 } }
        for gate in gates { gate.open() }
        #expect(pool.close().isEmpty)
    }

    @Test("A full queue takes nothing more, until there is room again")
    func full() async throws {
        let gate = try Gate()
        let done = Mutex<[Int]>([])
        let pool = ThreadPool<Int>(threads: 1, room: 3, stack: 512 << 10) { job, _ in
            if job == 0 { gate.pass() }
            done.withLock { $0.append(job) }
        }
        try pool.offer(0)
        try await eventually("the first was taken out") { pool.waiting == 0 }
        for job in 1..<4 { try pool.offer(job) }
        #expect(throws: ThreadPool<Int>.Refusal.full(3)) { try pool.offer(4) }
        gate.open()
        try await eventually("all were done") { done.withLock { $0.count == 4 } }
        try pool.offer(5)
        try await eventually("one more was done") { done.withLock { $0 == [0, 1, 2, 3, 5] } }
        #expect(pool.close().isEmpty)
    }

    @Test("The end gives back what was not begun; what was begun is finished, and the threads end")
    func closing() async throws {
        let gate = try Gate()
        let done = Mutex<[Int]>([])
        weak var held: ThreadPool<Int>?
        do {
            let pool = ThreadPool<Int>(threads: 1, room: 10, stack: 512 << 10) { job, _ in
                gate.pass()
                done.withLock { $0.append(job) }
            }
            held = pool
            try pool.offer(0)
            try await eventually("it was begun") { pool.waiting == 0 }
            for job in 1..<4 { try pool.offer(job) }
            #expect(pool.close() == [1, 2, 3])
            #expect(throws: ThreadPool<Int>.Refusal.closed) { try pool.offer(4) }
            #expect(pool.close().isEmpty)
        }
        gate.open()
        try await eventually("the thread let it go") { held == nil }
        #expect(done.withLock { $0 } == [0])
    }

    @Test("A pool that was never used has no threads to end")
    func unused() {
        let pool = ThreadPool<Int>(threads: 3, room: 1, stack: 512 << 10) { _, _ in }
        #expect(pool.close().isEmpty)
        #expect(throws: ThreadPool<Int>.Refusal.closed) { try pool.offer(1) }
    }
}
