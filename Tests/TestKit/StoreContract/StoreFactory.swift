package import StorePort

/// How the stores of one kind are made for a test.
package struct StoreFactory: Sendable {
    /// A new store.
    package var make: @Sendable () throws -> any BridgeStore
    /// The same store as the next start finds it.
    package var reopen: @Sendable (any BridgeStore) throws -> any BridgeStore
    /// To be called with it at the end: whether all is in order is looked at there.
    package var end: @Sendable (any BridgeStore) throws -> Void

    package init(
        _ make: @escaping @Sendable () throws -> any BridgeStore,
        reopen: @escaping @Sendable (any BridgeStore) throws -> any BridgeStore,
        end: @escaping @Sendable (any BridgeStore) throws -> Void = { _ in }
    ) {
        self.make = make
        self.reopen = reopen
        self.end = end
    }
}
