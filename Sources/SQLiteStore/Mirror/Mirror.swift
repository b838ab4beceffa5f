import StorePort

/// What of the tables is in memory too, kept in step with every transaction.
final class Mirror {
    /// All of it but the inbox: a value, so that a transaction that fails leaves the one from before it.
    struct Content {
        var names = Names()
        var tally = Tally()
        var kept = KeptCounts()
        /// How many rows there are.
        var held = 0
        var outbox = 0
        var parked = 0
        var broadcasts = 0
        /// Some message may be known by its bytes alone, though it would become an event: it ended the process. Once set
        /// it stays: it only saves a look that would find nothing.
        var mayHaveUntranslated = false
        /// The largest position a publication ever had in this process: the relay knows rows by it, though the table may be
        /// empty.
        var lastOutboxPosition: Int64 = 0
    }

    var now = Content()
    private var before = Content()
    let inbox: RecentInbox

    init(tuning: StoreTuning) { inbox = RecentInbox(waveSize: tuning.inboxWave) }

    /// A transaction begins.
    func begin() { before = now }

    /// The transaction is undone.
    func rollBack() {
        now = before
        inbox.rollBack()
    }

    func commit() { inbox.commit() }

    /// Writes what the tables are to know of it: the last thing in a transaction.
    func write(to database: Database) throws(StoreFailure) {
        try now.tally.write(to: database)
        try inbox.write(to: database)
    }

    /// Reads all of it again.
    func read(from database: Database) throws(StoreFailure) {
        try now.names.read(from: database)
        try now.tally.read(from: database)
        try now.kept.read(from: database)
        try inbox.read(from: database)
        now.held = Int(try database.count("SELECT count(*) FROM held"))
        now.outbox = Int(try database.count("SELECT count(*) FROM outbox"))
        now.parked = Int(try database.count("SELECT count(*) FROM parked"))
        now.broadcasts = Int(try database.count("SELECT count(*) FROM broadcast"))
        now.mayHaveUntranslated =
            try database.number("SELECT EXISTS (SELECT 1 FROM parked WHERE kind = 3 AND stage = 'attempts')") != 0
        now.lastOutboxPosition = try database.count("SELECT max(position) FROM outbox")
        before = now
    }

    /// What is known without a look at the disk.
    var standing: Standing {
        var standing = Standing()
        standing.held = now.held
        standing.outbox = now.outbox
        standing.parked = now.parked
        standing.broadcasts = now.broadcasts
        standing.kept = now.kept.amounts
        standing.keptVersion = now.kept.version
        standing.mayHaveUntranslated = now.mayHaveUntranslated
        standing.hasOldForm = inbox.progress.oldForm > 0
        standing.instances = now.tally.total
        return standing
    }
}
