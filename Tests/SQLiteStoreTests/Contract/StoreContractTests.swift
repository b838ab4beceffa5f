import StorePort
import Synchronization
import TestKit
import Testing

@testable import SQLiteStore

/// The database file keeps the contract, and is in order whenever no store has it open.
@Suite struct StoreContractTests {
    /// Stores of one test, each with the folder that goes with it.
    private static func factory(_ tuning: StoreTuning) throws -> StoreFactory {
        let folder = try TemporaryFolder()
        let path = folder.database
        @Sendable func close(_ store: any BridgeStore) throws {
            guard let store = store as? Store else { throw TestFailure("\(store) is no database") }
            try store.close()
            try audit(path)
        }
        return StoreFactory {
            _ = folder
            return try Store(at: path, tuning: tuning)
        } reopen: { store in
            try close(store)
            return try Store(at: path, tuning: tuning)
        } end: { store in
            try close(store)
        }
    }

    @Test("It keeps the contract", arguments: StoreContract.checks)
    func contract(check: StoreCheck) throws { try check.run(Self.factory(.small)) }

    @Test("It keeps the contract as it is tuned for work, too", arguments: StoreContract.checks)
    func tuned(check: StoreCheck) throws { try check.run(Self.factory(StoreTuning(ballast: 64 << 10))) }
}
