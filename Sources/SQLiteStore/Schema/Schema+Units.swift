import StorePort

extension Schema {
    /// In which units of work the process has died, in the place of the attempts at redelivered messages; and what is
    /// to be retried at the next start.
    static let units = """
        DROP TABLE attempt;
        CREATE TABLE death (
            kind INTEGER NOT NULL, first INTEGER NOT NULL, second INTEGER NOT NULL, count INTEGER NOT NULL,
            around INTEGER NOT NULL, phase INTEGER NOT NULL, parked INTEGER, at INTEGER NOT NULL,
            PRIMARY KEY (kind, first, second)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE retry_request (
            parked INTEGER PRIMARY KEY, chosen INTEGER NOT NULL, at INTEGER NOT NULL
        ) STRICT;
        """
}
