extension Schema {
    /// A publication that a person retries keeps the number under which it was parked.
    static let retried = """
        ALTER TABLE outbox ADD COLUMN parked INTEGER;
        """
}
