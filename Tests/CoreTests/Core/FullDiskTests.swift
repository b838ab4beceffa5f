import Messages
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct FullDiskTests {
    @Test("A full disk is not the message's fault: what came again is not parked for it", arguments: 0..<10)
    func attempts(writes: Int) throws {
        let harness = try CoreHarness()
        var delivery = harness.message("order_placed", #"{"order_id":"a","amount":3}"#)
        delivery.redelivered = true
        harness.core.deliveriesArrived([delivery])
        // Full after the attempt is counted, before its effect is written: where that is, `writes` finds out.
        for _ in 0..<6 {
            let (effects, _) = FailingDisk.failing(after: writes, with: .full) { harness.core.round(at: harness.now) }
            #expect(effects.fatal == nil)
            if !effects.settle.isEmpty { break }
            harness.now = harness.now + .seconds(2)
        }
        try harness.work()
        #expect(harness.core.outcomes == [.started: 1])
    }
}
