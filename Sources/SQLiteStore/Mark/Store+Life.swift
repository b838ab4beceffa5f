import StorePort

/// Whether the last life of a bridge on this database ended as it should.
extension Store {
    private static let running = "running"

    /// Notes that a life begins. True if the one before it did not end by `noteCleanEnd`: it was killed, or ended by a
    /// fault.
    package func noteBegin() throws -> Bool {
        do {
            return try transaction { transaction in
                let wasUnclean = try transaction.fact(Self.running) != nil
                if !wasUnclean { try transaction.setFact(Self.running, to: "yes") }
                return wasUnclean
            }
        } catch let failure as StoreFailure where failure.kind == .full {
            // The bridge starts on a full disk, too, and is careful then.
            return true
        }
    }

    /// Nothing is under way any more.
    package func noteCleanEnd() throws {
        try transaction { transaction in try transaction.setFact(Self.running, to: nil) }
    }
}
