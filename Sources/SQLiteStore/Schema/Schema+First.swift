import StorePort

extension Schema {
    /// Version 1. Wide blobs stand last in their row, so that reading the rest does not touch their pages.
    static let first = """
        CREATE TABLE definition (
            key INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, process TEXT NOT NULL, dialect TEXT NOT NULL,
            first_seen INTEGER NOT NULL, sources BLOB NOT NULL
        ) STRICT;

        CREATE TABLE source (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE instance (
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, definition INTEGER NOT NULL REFERENCES definition,
            status INTEGER NOT NULL, revision INTEGER NOT NULL, sequence INTEGER NOT NULL, wake_at INTEGER,
            started INTEGER NOT NULL, ended INTEGER, caused_by TEXT, traceparent TEXT, reason TEXT,
            waits BLOB NOT NULL, state BLOB NOT NULL
        ) STRICT;
        CREATE INDEX instance_ended ON instance (ended) WHERE ended IS NOT NULL;
        CREATE INDEX instance_parked ON instance (status) WHERE status = 2;
        CREATE INDEX instance_due ON instance (wake_at) WHERE wake_at IS NOT NULL AND status = 0;

        CREATE TABLE tally (
            definition INTEGER PRIMARY KEY REFERENCES definition, running INTEGER NOT NULL, completed INTEGER NOT NULL,
            parked INTEGER NOT NULL
        ) STRICT;

        -- What instances of a definition wait for: kind and name; NULL is every name.
        CREATE TABLE interest (
            key INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT, definition INTEGER NOT NULL REFERENCES definition
        ) STRICT;
        CREATE INDEX interest_definition ON interest (definition);

        -- Who can be given an event: the `waits` of the running instances, turned round to be found by.
        -- Correlation '' matches every event of that name.
        CREATE TABLE subscription (
            interest INTEGER NOT NULL, correlation TEXT NOT NULL, instance INTEGER NOT NULL,
            PRIMARY KEY (interest, correlation, instance)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE inbox (
            position INTEGER PRIMARY KEY, digest INTEGER NOT NULL, source INTEGER NOT NULL, id TEXT NOT NULL,
            body_hash INTEGER NOT NULL, outcome INTEGER NOT NULL, at INTEGER NOT NULL, instance INTEGER
        ) STRICT;
        -- The inbox by digest, of positions up to `inbox_index.last`; entries whose message was forgotten are swept
        -- later. The younger messages are indexed in memory.
        CREATE TABLE inbox_digest (
            digest INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (digest, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE inbox_index (
            key_1 INTEGER NOT NULL, key_2 INTEGER NOT NULL, last INTEGER NOT NULL, entries INTEGER NOT NULL,
            stale INTEGER NOT NULL
        ) STRICT;
        INSERT INTO inbox_index (key_1, key_2, last, entries, stale) VALUES (random(), random(), 0, 0, 0);

        CREATE TABLE attempt (
            source INTEGER NOT NULL, id TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (source, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            position INTEGER PRIMARY KEY, lane INTEGER, created INTEGER NOT NULL,
            attempts INTEGER NOT NULL, exchange TEXT NOT NULL, routing_key TEXT NOT NULL, properties BLOB NOT NULL,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE held (
            position INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, name TEXT NOT NULL, addressee TEXT,
            expires_at INTEGER NOT NULL, content BLOB NOT NULL
        ) STRICT;
        -- What a held event can be found by: a correlation, '@' and its addressee, or '' for whoever waits for its name.
        CREATE TABLE held_key (
            kind INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, held INTEGER NOT NULL,
            PRIMARY KEY (kind, name, key, held)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX held_key_held ON held_key (held);
        CREATE INDEX held_name ON held (kind, name) WHERE addressee IS NULL;
        CREATE INDEX held_expiry ON held (expires_at);

        CREATE TABLE parked (
            position INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, stage TEXT NOT NULL,
            reason TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL, instance INTEGER, content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX parked_instance ON parked (instance) WHERE instance IS NOT NULL;

        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
}
