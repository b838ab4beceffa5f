import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// Files that somebody has laid where those of the store are expected.
@Suite struct StrangeFilesTests {
    enum Trap: CaseIterable { case link, pipe, folder, everybodys, strangers }

    private static let names = ["", "-wal", "-journal", "-shm", ".mark", ".mark.new", ".ballast"]

    private func lay(_ trap: Trap, at path: String, to victim: String) throws -> Bool {
        let files = FileManager.default
        let content = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data("theirs".utf8)
        try? files.removeItem(atPath: path)
        switch trap {
        case .link: try files.createSymbolicLink(atPath: path, withDestinationPath: victim)
        case .pipe: try #require(mkfifo(path, 0o600) == 0)
        case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .everybodys:
            try content.write(to: URL(fileURLWithPath: path))
            try #require(chmod(path, 0o666) == 0)
        case .strangers:
            try content.write(to: URL(fileURLWithPath: path))
            return chown(path, 12_345, 0) == 0
        }
        return true
    }

    @Test(
        "Nothing is written through them, nothing hangs, and what cannot be done without is refused in words",
        .timeLimit(.minutes(10)), arguments: Trap.allCases, names)
    func strange(trap: Trap, name: String) throws {
        let folder = try TemporaryFolder()
        let (path, victim) = (folder.database, folder.path + "/victim")
        try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
        try withStore(at: path) { store in
            try store.begin()
            try store.start(1)
        }
        guard try lay(trap, at: path + name, to: victim) else { return }
        do {
            let store = try Store(at: path, tuning: .small)
            try store.begin()
            try store.start(2)
            try store.close()
            #expect(name == ".mark.new" || name == ".ballast", "\(trap) as \(name) was accepted")
        } catch let failure as StoreFailure {
            let isLinkToNoDatabase = trap == .link && name == "" && failure.kind == .corrupt
            #expect(failure.kind == .unavailable || isLinkToNoDatabase, "\(failure)")
            #expect(failure.message.contains("bridge.sqlite"), "\(failure)")
        }
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }

    @Test("A mark with a second name is replaced, and what the other name stands for is left alone")
    func linkedTwice() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        try withStore(at: path) { try $0.begin() }
        let other = folder.path + "/other"
        try FileManager.default.linkItem(atPath: path + ".mark", toPath: other)
        let before = try Data(contentsOf: URL(fileURLWithPath: other))
        for number in 1..<3 {
            try withStore(at: path) { store in
                try store.begin()
                try store.start(number)
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == before)
    }

    @Test("A database behind a link is one, with its log where it leads, and is judged by what it leads to")
    func linked() throws {
        let folder = try TemporaryFolder()
        let link = folder.path + "/link.sqlite"
        try withStore(at: folder.database) { _ in }
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        for number in 1..<3 {
            try withStore(at: link) { store in
                try store.begin()
                try store.start(number)
                #expect(FileManager.default.fileExists(atPath: folder.database + "-wal"))
            }
        }
        try #require(chmod(folder.database, 0o666) == 0)
        let failure = #expect(throws: StoreFailure.self) { try Store(at: link) }
        #expect(failure?.message.contains("chmod") == true)
    }

    @Test("A folder in which everybody may replace the files is told")
    func folder() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { #expect($0.warnings.isEmpty) }
        try #require(chmod(folder.path + "/var", 0o777) == 0)
        try withStore(at: folder.database) { store in
            #expect(store.warnings.contains { $0.contains("chmod o-w") }, "\(store.warnings)")
        }
    }
}
