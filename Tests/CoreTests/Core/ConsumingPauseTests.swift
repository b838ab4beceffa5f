import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct ConsumingPauseTests {
    private let start = Timestamp(microseconds: 0)

    @Test("Consuming pauses above the most that may wait, and goes on below half of it")
    func backlog() {
        var pause = ConsumingPause.none
        #expect(pause.committed(waiting: 10, most: 10) == nil)
        #expect(pause.committed(waiting: 11, most: 10) == .pause(reason: "11 publications wait for the broker"))
        #expect(pause.committed(waiting: 12, most: 10) == nil)
        #expect(pause.committed(waiting: 5, most: 10) == nil)
        #expect(pause.committed(waiting: 4, most: 10) == .resume)
        #expect(pause.committed(waiting: 4, most: 10) == nil)
        #expect(pause.retryAt == nil)
    }

    @Test("A full disk pauses once, and the first commit resumes, unless too many wait")
    func fullDisk() {
        var pause = ConsumingPause.none
        #expect(pause.diskIsFull("full", retryAt: start) == .pause(reason: "full"))
        #expect(pause.diskIsFull("full", retryAt: start + .seconds(1)) == nil)
        #expect(pause.retryAt == start + .seconds(1))
        var crowded = pause
        #expect(pause.committed(waiting: 7, most: 10) == .resume)
        #expect(pause == .none && pause.retryAt == nil)
        #expect(crowded.committed(waiting: 11, most: 10) == .pause(reason: "11 publications wait for the broker"))
        #expect(crowded.retryAt == nil)
        // It waited for the broker before the disk was full, and still does: nothing resumes in between.
        #expect(crowded.diskIsFull("full", retryAt: start) == .pause(reason: "full"))
        #expect(crowded.committed(waiting: 5, most: 10) == nil)
        #expect(crowded == .backlog)
        #expect(crowded.diskIsFull("full", retryAt: start) == .pause(reason: "full"))
        #expect(crowded.committed(waiting: 4, most: 10) == .resume)
    }
}
