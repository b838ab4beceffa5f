import StorePort

extension Schema {
    /// What a person asks about: the processes that a parked thing belongs to, one a line; what reached an instance, however
    /// much came after it; why something was given up.
    static let desk = """
        ALTER TABLE parked ADD COLUMN processes TEXT;
        CREATE INDEX inbox_instance ON inbox (instance) WHERE instance IS NOT NULL;
        CREATE TABLE given_up (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, why TEXT NOT NULL, kind INTEGER NOT NULL,
            stage TEXT NOT NULL, reason TEXT NOT NULL, processes TEXT, subject TEXT
        ) STRICT;
        CREATE INDEX given_up_at ON given_up (at);
        """
}
