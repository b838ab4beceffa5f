/// A transaction that is open: everything the store does, it does through one of these.
///
/// It is lent to a synchronous closure and cannot be kept beyond it. What it offers is in `Tables/`, a file a concern.
package struct Transaction: ~Copyable {
    let database: Database
    let mirror: Mirror

    var names: Names { mirror.names }

    /// Runs `body`; whatever it throws rolls back what it did, and only that. They nest.
    ///
    /// A full disk or a lost database cannot be caught for one part: the whole transaction then fails with it.
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        let mark = mirror.mark
        do {
            return try database.savepoint(body)
        } catch {
            mirror.rollBack(to: mark)
            throw error
        }
    }
}
