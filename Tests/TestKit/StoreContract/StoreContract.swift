import Testing

/// What the core relies on, of every store. Each kind of store runs all of it.
package enum StoreContract {
    package static let checks: [StoreCheck] =
        instances + revisions + receivers + timers + listing + inbox + held + outbox + parked + decisions + broadcasts
        + deaths + definitions + commits + standing + lastKeys + texts + agreement
}

/// One thing that holds of every store.
package struct StoreCheck: Sendable, CustomTestStringConvertible {
    private let words: String
    private let body: @Sendable (StoreWorld) throws -> Void

    init(_ words: String, _ body: @escaping @Sendable (StoreWorld) throws -> Void) {
        self.words = words
        self.body = body
    }

    package var testDescription: String { words }

    package func run(_ factory: StoreFactory) throws {
        let world = try StoreWorld(factory)
        try body(world)
        try factory.end(world.store)
    }
}
