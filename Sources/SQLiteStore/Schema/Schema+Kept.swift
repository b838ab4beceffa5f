import StorePort

extension Schema {
    /// Counts what senders make the bridge keep: each held and parked event belongs to the route it came by, and has the
    /// bytes it takes. What older versions kept belongs to none. The indexes are narrow, so that a start can add them up.
    static let kept = """
        ALTER TABLE held ADD COLUMN route INTEGER;
        ALTER TABLE held ADD COLUMN bytes INTEGER;
        CREATE INDEX held_route ON held (route, bytes) WHERE route IS NOT NULL;
        ALTER TABLE parked ADD COLUMN route INTEGER;
        ALTER TABLE parked ADD COLUMN bytes INTEGER;
        CREATE INDEX parked_route ON parked (route, bytes) WHERE route IS NOT NULL;
        """
}
