import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

extension TemporaryFolder {
    /// Where a store is made; its folder is not there yet.
    var database: String { path + "/var/bridge.sqlite" }
}

/// Runs `body` with a new store in a folder of its own, then closes it and looks whether all is in order.
func withStore(_ tuning: StoreTuning = .small, _ body: (Store) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try withStore(at: folder.database, tuning, body)
}

/// Runs `body` with the store at `path`, then closes it and looks whether all is in order.
func withStore(at path: String, _ tuning: StoreTuning = .small, _ body: (Store) throws -> Void) throws {
    let store = try Store(at: path, tuning: tuning)
    try body(store)
    // Fails where a statement was left open.
    try store.close()
    try audit(path)
}

extension StoreTuning {
    /// Everything that happens now and then happens often.
    static let small = StoreTuning(framesInLog: 64, ballast: 64 << 10, inboxWave: 8)
}

/// What must hold of every database that no store has open.
func audit(_ path: String, _ place: SourceLocation = #_sourceLocation) throws {
    let database = try Database.open(at: path)
    #expect(try database.text("PRAGMA integrity_check") == "ok", sourceLocation: place)
    for (rule, sql) in rules { #expect(try database.number(sql) == 0, "\(rule)", sourceLocation: place) }
    try auditSubscriptions(database, place)
    try database.close()
}

private let rules = [
    ("no row names a row that is missing", "SELECT count(*) FROM pragma_foreign_key_check"),
    (
        "the tally is what counting gives",
        """
        SELECT count(*) FROM (
            SELECT definition, running, completed, parked FROM tally WHERE running + completed + parked > 0 EXCEPT
            SELECT definition, sum(status = 0), sum(status = 1), sum(status = 2) FROM instance GROUP BY definition)
        """
    ),
    (
        "every instance is in the tally",
        "SELECT (SELECT coalesce(sum(running + completed + parked), 0) FROM tally) - (SELECT count(*) FROM instance)"
    ),
    (
        "the index has every message that it should have",
        """
        SELECT count(*) FROM (SELECT digest, position FROM inbox WHERE position <= (SELECT last FROM inbox_index)
            EXCEPT SELECT digest, position FROM inbox_digest)
        """
    ),
    ("an instance that ended says when", "SELECT count(*) FROM instance WHERE (status = 1) <> (ended IS NOT NULL)"),
    (
        "a held event is found by a key",
        "SELECT count(*) FROM held WHERE position NOT IN (SELECT held FROM held_key) AND addressee IS NOT NULL"
    ),
    ("no key finds nothing", "SELECT count(*) FROM held_key WHERE held NOT IN (SELECT position FROM held)"),
]

/// The subscription table is what the rows of the running instances say.
private func auditSubscriptions(_ database: Database, _ place: SourceLocation) throws {
    var expected: Set<[String]> = []
    let instances = try database.once("SELECT key, waits FROM instance WHERE status = 0")
    while try instances.step() {
        for entry in try SubscriptionList(instances.blob(1)).entries {
            expected.insert(["\(entry.interest)", entry.correlation, "\(instances.int64(0))"])
        }
    }
    var found: Set<[String]> = []
    let subscriptions = try database.once("SELECT interest, correlation, instance FROM subscription")
    while try subscriptions.step() {
        found.insert(["\(subscriptions.int64(0))", subscriptions.text(1), "\(subscriptions.int64(2))"])
    }
    #expect(found == expected, sourceLocation: place)
}
