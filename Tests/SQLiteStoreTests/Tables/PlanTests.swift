import StorePort
import TestKit
import Testing

@testable import SQLiteStore

@Suite struct PlanTests {
    @Test("The look-ups of the hot path use their index")
    func plans() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { _ in }
        let database = try Database.open(at: folder.database)
        for (sql, plan) in [
            (
                "SELECT instance FROM subscription WHERE interest = 1 AND correlation = '' AND instance > 0 ORDER BY instance",
                "SEARCH subscription USING PRIMARY KEY (interest=? AND correlation=? AND instance>?)"
            ),
            (
                "SELECT key FROM instance WHERE id = 'a'",
                "SEARCH instance USING COVERING INDEX sqlite_autoindex_instance_1 (id=?)"
            ),
            (
                """
                SELECT wake_at, key FROM instance WHERE wake_at IS NOT NULL AND status = 0 AND wake_at <= 1
                ORDER BY wake_at, key
                """,
                "SEARCH instance USING INDEX instance_due (wake_at>? AND wake_at<?)"
            ),
            (
                "SELECT key FROM instance WHERE ended IS NOT NULL AND ended < 1 ORDER BY ended",
                "SEARCH instance USING COVERING INDEX instance_ended (ended>? AND ended<?)"
            ),
            (
                "SELECT position FROM inbox_digest WHERE digest = 1",
                "SEARCH inbox_digest USING PRIMARY KEY (digest=?)"
            ),
        ] {
            let explained = try database.once("EXPLAIN QUERY PLAN " + sql)
            var steps: [String] = []
            while try explained.step() { steps.append(explained.text(3)) }
            // SQLite 3.46 says so of a partial index whose condition stands in for a column; 3.40 does not.
            let words = [steps.joined(separator: "\n"), plan].map { $0.replacing("COVERING INDEX", with: "INDEX") }
            #expect(words[0] == words[1])
        }
        try database.close()
    }
}
