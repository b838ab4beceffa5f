package import StorePort

/// What senders make the bridge keep.
extension Transaction {
    /// How much is held and parked of what came by a route.
    package func kept(route: String) -> KeptAmount {
        names.source(route).flatMap { mirror.kept.amounts[$0] } ?? KeptAmount()
    }

    /// Another one after every change of what is kept, so that who looks at it need not look again.
    package var keptVersion: Int { mirror.kept.version }

    /// What a row that came by this route counts for.
    func charge(_ route: String?, bytes: Int) throws(StoreFailure) -> KeptCounts.Charge? {
        guard let route else { return nil }
        return KeptCounts.Charge(route: try sourceKey(route), bytes: bytes)
    }

    /// Deletes one row of `held` or `parked`, as the statement says, and counts it no more. Nil where it had no route.
    /// - Parameter otherwise: what is wrong where there is no such row.
    func discharge(
        _ delete: borrowing Statement, otherwise: @autoclosure () -> String
    ) throws(StoreFailure) -> KeptCounts.Charge? {
        guard try delete.step() else { throw StoreFailure(.stale, otherwise()) }
        let charge = delete.optionalInt64(0).map { KeptCounts.Charge(route: $0, bytes: delete.int(1)) }
        // The row is gone only when the statement has been stepped to its end.
        _ = try delete.step()
        mirror.kept.remove(charge)
        return charge
    }
}
