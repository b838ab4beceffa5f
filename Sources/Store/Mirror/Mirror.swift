/// What of the tables is in memory too, kept in step with every transaction: what is rolled back there is undone here.
final class Mirror {
    let names = Names()
    let tally = Tally()
    /// The largest position a publication ever had in this process: positions are not given twice.
    var lastOutboxPosition: Int64 = 0

    /// A point to roll back to.
    struct Mark {
        fileprivate var names = 0
        fileprivate var tally = 0

        static let beginning = Mark()
    }

    var mark: Mark { Mark(names: names.mark, tally: tally.mark) }

    func rollBack(to mark: Mark) {
        names.rollBack(to: mark.names)
        tally.rollBack(to: mark.tally)
    }

    func commit() {
        names.commit()
        tally.commit()
    }

    /// Reads all of it anew.
    func read(from database: Database) throws(StoreFailure) {
        try names.read(from: database)
        try tally.read(from: database)
        lastOutboxPosition = try database.number("SELECT max(position) FROM outbox")
    }
}
