extension Schema {
    /// Messages are known by their whole identity. The older rows of the inbox, up to `old_form`, know only
    /// source, id and the bytes of the body. What is held or parked of a message has its identity beside it.
    static let identities = """
        ALTER TABLE inbox_index ADD COLUMN old_form INTEGER NOT NULL DEFAULT 0;
        UPDATE inbox_index SET old_form = max(last, (SELECT coalesce(max(position), 0) FROM inbox));

        ALTER TABLE held ADD COLUMN message INTEGER;
        ALTER TABLE held ADD COLUMN message_content INTEGER;
        ALTER TABLE parked ADD COLUMN message INTEGER;
        ALTER TABLE parked ADD COLUMN message_content INTEGER;
        CREATE INDEX parked_message ON parked (message) WHERE message IS NOT NULL;
        """
}
