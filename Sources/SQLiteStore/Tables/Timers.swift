import Messages
import StorePort
import Values

extension Tables {
    /// The instances that need the clock at `moment` or before, the most overdue first.
    ///
    /// An instance leaves the list when it is updated with another `wakeAt`, ends or is parked.
    func due(at moment: Timestamp, limit: Int) throws(StoreFailure) -> [DueTimer] {
        let select = try database.statement(
            """
            SELECT wake_at, key FROM instance WHERE wake_at IS NOT NULL AND status = 0 AND wake_at <= ?1
            ORDER BY wake_at, key LIMIT ?2
            """)
        select.bind(1, moment)
        select.bind(2, limit)
        var timers: [DueTimer] = []
        while try select.step() {
            timers.append(DueTimer(at: select.timestamp(0), instance: InstanceKey(select.int64(1))))
        }
        return timers
    }

    /// When the next instance needs the clock.
    func nextTimer() throws(StoreFailure) -> Timestamp? {
        let select = try database.statement(
            "SELECT wake_at FROM instance WHERE wake_at IS NOT NULL AND status = 0 ORDER BY wake_at LIMIT 1")
        return try select.step() ? select.timestamp(0) : nil
    }
}
