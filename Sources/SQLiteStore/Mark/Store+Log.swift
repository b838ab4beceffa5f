import StorePort

/// The mark follows the log: after every commit the file beside the database knows how much of it there is.
extension Store {
    /// The number of the mark that a transaction takes; nil before the store has begun.
    func takeNumber() throws(StoreFailure) -> Int? {
        guard var next = mark else { return nil }
        next.number += 1
        try tables.set(next)
        return next.number
    }

    /// To be called after a commit. It costs a write of a few bytes that nobody waits for.
    func committed(_ number: Int?) throws(StoreFailure) {
        guard var next = mark else { return }
        if let number {
            next.number = number
            wantsNumber = false
        }
        let frames = framesInLog
        guard frames != next.log?.frames || number != nil else { return }
        next.log = position(frames, after: next.log)
        mark = next
        try note(next)
    }

    /// Its own number is in the database: the file follows.
    func begun(with first: StoreMark) throws(StoreFailure) {
        var first = first
        first.log = position(framesInLog, after: nil)
        // Killed once its log was in the file, it goes on with that log all the same.
        if logAtOpening.committed > 0, !logAtOpening.isFileUntouched { first.log?.isBeingWrittenBack = true }
        mark = first
        wantsNumber = false
        try markFile.write(first)
    }

    /// Writes the log back into the database file.
    /// - Parameter shortening: also gives the log's space on the disk back.
    func writeBack(shortening: Bool = false) throws(StoreFailure) {
        if var next = mark, let log = next.log, log.frames > 0 {
            next.log?.isBeingWrittenBack = true
            mark = next
            // Known before the first page is written, also to whoever finds the disk after a power cut.
            try saying { () throws(StoreFailure) in try markFile.write(next) }
            try checkpoint(shortening: false)
            next.log = LogPosition(salts: log.salts, frames: framesInLog, isBeingWrittenBack: framesInLog > 0)
            mark = next
            try note(next)
            if !shortening { return }
        }
        try checkpoint(shortening: shortening)
    }

    /// What cannot be written is behind the database, and at worst a reason to ask a person at the next start: no reason
    /// to stop on a full disk. Else the disk cannot be relied on.
    private func saying(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure) {
        do throws(StoreFailure) { try body() } catch { if error.kind != .full { throw lose(error) } }
    }

    private func note(_ mark: StoreMark) throws(StoreFailure) {
        try saying { () throws(StoreFailure) in try markFile.note(mark) }
    }

    /// A log that was begun again has other salts.
    private func position(_ frames: Int, after known: LogPosition?) -> LogPosition? {
        if var known, known.frames > 0, frames >= known.frames {
            known.frames = frames
            return known
        }
        return saltsOfLog.map { LogPosition(salts: $0, frames: frames) }
    }
}
