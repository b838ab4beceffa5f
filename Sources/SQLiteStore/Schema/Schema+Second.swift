import StorePort

extension Schema {
    /// Version 2: events for very many receivers, with a row for each that has not been given it yet.
    static let second = """
        CREATE TABLE broadcast (position INTEGER PRIMARY KEY AUTOINCREMENT, content BLOB NOT NULL) STRICT;
        CREATE TABLE broadcast_receiver (
            broadcast INTEGER NOT NULL REFERENCES broadcast, instance INTEGER NOT NULL,
            PRIMARY KEY (broadcast, instance)
        ) STRICT, WITHOUT ROWID;
        """
}
