import StorePort

/// What of the tables is in memory too, kept in step with every transaction: what is rolled back there is undone here.
final class Mirror {
    let names = Names()
    let tally = Tally()
    let kept = KeptCounts()
    let inbox: RecentInbox
    /// The largest position a publication ever had in this process: positions are not given twice.
    var lastOutboxPosition: Int64 = 0
    /// How many events are held.
    var held = 0
    /// How many events are on their way to very many receivers.
    var broadcasts = 0
    /// Some message may be known by its bytes alone, though it would become an event: it ended the process. Once set it
    /// stays: it only saves a look that would find nothing.
    var mayHaveUntranslated = false
    /// As many as there were when the open transaction began.
    private var heldBefore = 0
    private var broadcastsBefore = 0

    init(tuning: StoreTuning) { inbox = RecentInbox(waveSize: tuning.inboxWave) }

    /// A point to roll back to.
    struct Mark {
        fileprivate var names: Int
        fileprivate var tally: Int
        fileprivate var kept: Int
        fileprivate var inbox: Int
        fileprivate var held: Int
        fileprivate var broadcasts: Int
    }

    var mark: Mark {
        Mark(
            names: names.mark, tally: tally.mark, kept: kept.mark, inbox: inbox.mark, held: held,
            broadcasts: broadcasts)
    }

    func rollBack(to mark: Mark) {
        names.rollBack(to: mark.names)
        tally.rollBack(to: mark.tally)
        kept.rollBack(to: mark.kept)
        inbox.rollBack(to: mark.inbox)
        held = mark.held
        broadcasts = mark.broadcasts
    }

    /// The whole transaction is undone.
    func rollBack() {
        names.rollBack(to: 0)
        tally.rollBack(to: 0)
        kept.rollBack(to: 0)
        inbox.rollBack()
        held = heldBefore
        broadcasts = broadcastsBefore
    }

    func commit() {
        names.commit()
        tally.commit()
        kept.commit()
        inbox.commit()
        heldBefore = held
        broadcastsBefore = broadcasts
    }

    /// Writes what the tables are to know of it: the last thing in a transaction.
    func write(to database: Database) throws(StoreFailure) {
        try tally.write(to: database)
        try inbox.write(to: database)
    }

    /// Reads all of it again.
    func read(from database: Database) throws(StoreFailure) {
        try names.read(from: database)
        try tally.read(from: database)
        try kept.read(from: database)
        try inbox.read(from: database)
        held = Int(try database.count("SELECT count(*) FROM held"))
        heldBefore = held
        broadcasts = Int(try database.count("SELECT count(*) FROM broadcast"))
        broadcastsBefore = broadcasts
        mayHaveUntranslated =
            try database.number("SELECT EXISTS (SELECT 1 FROM parked WHERE kind = 3 AND stage = 'attempts')") != 0
        lastOutboxPosition = try database.count("SELECT max(position) FROM outbox")
    }
}
