import StorePort

/// How far a database has come: a number that rises with every start, every copy, every log, and now and then between,
/// and how much of the log has been committed. The number is kept in the database and in a file beside it; a database
/// that says less than the file is an older copy of itself, or has lost something.
struct StoreMark: Sendable, Hashable {
    /// What tells this database from every other; its copies have the same.
    var database: String
    var number: Int
    /// How far its log had come; nil where that is not known.
    var log: LogPosition?

    init(database: String, number: Int, log: LogPosition? = nil) {
        self.database = database
        self.number = number
        self.log = log
    }

    /// As versions before this one wrote it.
    init?(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2 else { return nil }
        self.init(words)
    }

    init?(_ words: [Substring]) {
        guard words.count >= 2, let number = Int(words[1]), number >= 0, number < .max / 2 else { return nil }
        self.init(database: String(words[0]), number: number)
    }
}

/// How far a write-ahead log has come.
struct LogPosition: Sendable, Hashable {
    /// What tells this log from the one before it and the next: SQLite chooses new ones each time it begins a log.
    var salts: UInt64
    /// So many of its frames hold what was committed and is not in the database file; 0 once all of it is there.
    var frames: Int
    /// The frames are on their way into the database file, which is of no use without them until all are there.
    var isBeingWrittenBack = false
}

extension Tables {
    /// The mark of this database; nil where it has none yet.
    func mark() throws(StoreFailure) -> StoreMark? {
        guard let id = try fact("database"), let number = try fact("mark") else { return nil }
        return StoreMark(text: "\(id) \(number)")
    }

    func set(_ mark: StoreMark) throws(StoreFailure) {
        try setFact("database", to: mark.database)
        try setFact("mark", to: "\(mark.number)")
    }
}
