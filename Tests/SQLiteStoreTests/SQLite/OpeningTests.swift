import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct OpeningTests {
    @Test("The folder, the file, its log and the ballast are their owner's only")
    func rights() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.write(.fact("a", "b"))
            func rights(_ path: String) throws -> Int {
                try #require(
                    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
                ).intValue
            }
            #expect(try rights(folder.path + "/var") == 0o700)
            for name in ["", "-wal", ".ballast"] { #expect(try rights(folder.database + name) == 0o600) }
        }
    }

    @Test("A store that is closed leaves one file and its ballast")
    func files() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { try $0.write(.fact("a", "b")) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/var")
        #expect(TextSet(names) == ["bridge.sqlite", "bridge.sqlite.ballast"])
    }

    @Test("The connection is set up as the rules say")
    func settings() throws {
        let folder = try TemporaryFolder()
        let database = try Database.open(at: folder.database)
        for (pragma, value) in [
            ("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
            ("trusted_schema", "0"), ("cell_size_check", "1"), ("mmap_size", "0"), ("wal_autocheckpoint", "0"),
            ("secure_delete", "0"), ("application_id", "\(Schema.applicationID)"),
            ("user_version", "\(Schema.newest)"),
        ] { #expect(try database.text("PRAGMA \(pragma)") == value, "\(pragma)") }
        // Defensive: the schema cannot be written by hand, not even by us.
        _ = try database.text("PRAGMA writable_schema = ON")
        #expect(throws: StoreFailure.self) { try database.execute("DELETE FROM sqlite_schema") }
        try database.close()
    }

    @Test("Another process is refused at once while the store is open")
    func secondProcess() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.write(.fact("a", "b"))
            let answer = try sqlite3(folder.database, "SELECT count(*) FROM fact")
            #expect(answer.contains("locked"))
        }
        #expect(try sqlite3(folder.database, "SELECT value FROM fact") == "b\n")
    }

    @Test("A second store is refused at once, and says why")
    func secondStore() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            let failure = #expect(throws: StoreFailure.self) { try Store(at: folder.database) }
            #expect(failure?.kind == .locked)
            #expect(failure?.message.contains("one database belongs to one bridge") == true)
            // The refused one took nothing away from the first.
            try store.write(.fact("a", "b"))
            #expect(try sqlite3(folder.database, "SELECT 1 FROM fact").contains("locked"))
        }
    }

    @Test("A database that another process is reading is refused, and left as it was")
    func otherReader() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { _ in }
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        reader.arguments = ["sqlite3", folder.database]
        let input = Pipe()
        let output = Pipe()
        reader.standardInput = input
        reader.standardOutput = output
        try reader.run()
        input.fileHandleForWriting.write(Data("BEGIN; SELECT count(*) FROM fact;\n".utf8))
        // It has answered, so it holds its lock.
        #expect(output.fileHandleForReading.availableData.isEmpty == false)
        let failure = #expect(throws: StoreFailure.self) { try Store(at: folder.database) }
        #expect(failure?.kind == .locked)
        try input.fileHandleForWriting.close()
        reader.waitUntilExit()
        try withStore(at: folder.database) { _ in }
    }

    @Test("Another program's database is refused and not changed")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/other.sqlite"
        _ = try sqlite3(path, "CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let failure = #expect(throws: StoreFailure.self) { try Store(at: path) }
        #expect(failure?.kind == .foreign)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try sqlite3(path, "PRAGMA journal_mode; SELECT a FROM t") == "delete\n1\n")
    }

    @Test("A file that is no database is refused")
    func noDatabase() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/text"
        let text = Data(String(repeating: "not a database. ", count: 1000).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        let failure = #expect(throws: StoreFailure.self) { try Store(at: path) }
        #expect(failure?.kind == .corrupt)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test("Where the file cannot be made, the reason is said")
    func unavailable() throws {
        let folder = try TemporaryFolder()
        for path in ["/proc/nothing/bridge.sqlite", folder.path + "/a/b/c.sqlite", folder.path] {
            let failure = #expect(throws: StoreFailure.self) { try Store(at: path) }
            #expect(failure?.kind == .unavailable, "\(path): \(String(describing: failure))")
        }
    }

    @Test("A newer schema is refused, and says what to do")
    func newer() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { _ in }
        _ = try sqlite3(folder.database, "PRAGMA user_version = 99")
        let failure = #expect(throws: StoreFailure.self) { try Store(at: folder.database) }
        #expect(failure?.kind == .newerSchema)
        #expect(failure?.message.contains("99") == true)
        #expect(try sqlite3(folder.database, "PRAGMA user_version") == "99\n")
    }

    @Test("An older schema is brought up to date, and a step that fails leaves the one before it")
    func migrations() throws {
        let folder = try TemporaryFolder()
        let database = try Database.open(at: folder.database)
        let more = Schema.migrations + ["CREATE TABLE next (a) STRICT", "CREATE TABLE next (a INTEGER) STRICT"]
        // The first of the two lacks a type: nothing of it happens.
        #expect(throws: StoreFailure.self) { try database.migrate(more) }
        #expect(try database.number("PRAGMA user_version") == Int64(Schema.newest))
        let good = Schema.migrations + ["CREATE TABLE next (a INTEGER) STRICT", "CREATE TABLE after (a INTEGER); NO"]
        #expect(throws: StoreFailure.self) { try database.migrate(good) }
        #expect(try database.number("PRAGMA user_version") == Int64(Schema.newest + 1))
        #expect(try database.number("SELECT count(*) FROM sqlite_schema WHERE name IN ('next', 'after')") == 1)
        try database.close()
    }

    @Test("A path is a path, though SQLite could read it as a URI with options")
    func noURI() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { _ in }
        _ = try sqlite3(folder.path + "/other.sqlite", "CREATE TABLE t (a)")
        let database = try Database.open(at: folder.database)
        #expect(throws: StoreFailure.self) {
            try database.execute("ATTACH 'file:\(folder.path)/other.sqlite?mode=ro' AS other")
        }
    }

    @Test("A path may have any characters that a file name may have")
    func oddPath() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.path + "/a b?c=d%20#é'.sqlite") { try $0.write(.fact("a", "b")) }
    }
}

/// Runs the command line shell on the database; what it says, on either stream.
func sqlite3(_ path: String, _ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", path, sql]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
