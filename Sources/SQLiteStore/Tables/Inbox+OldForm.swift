package import StorePort

/// Messages that an older version of the bridge took: known by queue, id and the bytes of the body alone.
extension Transaction {
    func oldFinding(id: String, source: Int64, body: [UInt8]) throws(StoreFailure) -> InboxFinding {
        let hash = Self.oldHash(body)
        var finding = InboxFinding.new
        for row in try oldRows(id: id, source: source) {
            let isSame = row.content == hash
            if isSame, row.record.outcome.isEffect { return .duplicate(row.record) }
            if row.record.outcome.isEffect {
                finding = .oldConflict(row.record)
            } else if isSame, finding == .new {
                finding = .withoutEffect(row.record)
            }
        }
        return finding
    }

    /// What came of this message is told by a row of the newer form from now on.
    package func forgetOldForm(id: String, source: String, body: [UInt8]) throws(StoreFailure) {
        guard mirror.inbox.progress.oldForm > 0 else { return }
        let hash = Self.oldHash(body)
        for row in try oldRows(id: id, source: try sourceKey(source)) where row.content == hash { try forget(row) }
    }

    private func oldRows(id: String, source: Int64) throws(StoreFailure) -> [InboxRow] {
        try inboxRows(mirror.inbox.digest(source, id)).filter { $0.isOldForm && $0.source == source && $0.id == id }
    }

    /// Once none is left, nobody looks for them.
    func noteOldForm() throws(StoreFailure) {
        guard mirror.inbox.progress.oldForm > 0 else { return }
        let select = try database.statement("SELECT position FROM inbox ORDER BY position LIMIT 1")
        let first = try select.step() ? select.int64(0) : nil
        if first.map({ $0 <= mirror.inbox.progress.oldForm }) ?? false { return }
        mirror.inbox.change { $0.oldForm = 0 }
    }

    /// FNV-1a, 64 bits.
    static func oldHash(_ body: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
