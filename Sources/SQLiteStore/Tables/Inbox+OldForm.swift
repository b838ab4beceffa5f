import StorePort

/// Messages that an older version of the bridge took: known by queue, id and the bytes of the body alone.
extension Tables {
    /// Once none is left, nobody looks for them.
    func noteOldForm() throws(StoreFailure) {
        guard mirror.inbox.progress.oldForm > 0 else { return }
        let select = try database.statement("SELECT position FROM inbox ORDER BY position LIMIT 1")
        let first = try select.step() ? select.int64(0) : nil
        if first.map({ $0 <= mirror.inbox.progress.oldForm }) ?? false { return }
        mirror.inbox.change { $0.oldForm = 0 }
    }
}
