import StorePort

/// What senders make the bridge keep.
extension Tables {
    /// Deletes one row of `held` or `parked`, as the statement says, and counts it no more.
    /// - Parameter otherwise: what is wrong where there is no such row.
    func discharge(
        _ delete: borrowing Statement, otherwise: @autoclosure () -> String
    ) throws(StoreFailure) {
        guard try delete.step() else { throw StoreFailure(.stale, otherwise()) }
        let charge = delete.charge(0)
        // The row is gone only when the statement has been stepped to its end.
        _ = try delete.step()
        mirror.now.kept.remove(charge)
    }
}
