/// Compares what the file beside the database knows with what the database is.
struct MarkDoubt {
    var file: MarkFile.Content
    /// What the log beside it held when it was opened.
    var log: LogContent

    /// Why it may be an older copy, or less than it was; nil where it is not.
    /// - Parameter own: what the database says of itself, its log included.
    func problem(_ own: StoreMark?) -> String? {
        switch (own, file) {
        case (nil, .none): nil
        // Killed before the first mark was in the database.
        case (nil, .mark(let known)) where known.number == 0: nil
        case (nil, .mark(let known)): "it says nothing of itself, and had come to mark \(known.number)"
        case (_, .none): "the file beside it that says how far it had come is missing"
        case (_, .unreadable): "the file beside it that says how far it had come cannot be read"
        case (let own?, .mark(let known)): problem(own, known)
        }
    }

    private func problem(_ own: StoreMark, _ known: StoreMark) -> String? {
        if own.database != known.database { return "the file beside it belongs to another database" }
        if own.number < known.number { return "it is at mark \(own.number), and had come to mark \(known.number)" }
        // Every log begins with a number of its own: one that the file does not know yet is newer than all it knows.
        guard own.number == known.number, let position = known.log else { return nil }
        if log.committed == 0 {
            // The number is in the database file itself then, and with it all of the log, unless somebody has taken the
            // log away before all of it was there.
            return position.isBeingWrittenBack ? "its log was being written back into it, and is gone" : nil
        }
        if log.salts != position.salts {
            return position.frames > 0 ? "its log is another one than it had" : nil
        }
        if position.frames > 0, !position.isBeingWrittenBack, !log.isFileUntouched {
            return "it is newer than the log beside it"
        }
        guard log.committed < position.frames else { return nil }
        return
            "its log holds \(log.committed) of \(position.frames) frames that were committed; the rest is lost or damaged"
    }
}
