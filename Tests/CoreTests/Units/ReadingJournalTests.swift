import Foundation
import Messages
import Models
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What ends the process while a start reads it is not read for ever.
@Suite final class ReadingJournalTests {
    private let folder = NSTemporaryDirectory() + "reading-" + UUID().uuidString
    private var database: String { folder + "/var/bridge.sqlite" }
    private var file: String { database + ".reading" }

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A start that reads all this, and dies while it reads `poison`, if that is one of it.
    /// - Returns: why it does not read it.
    private func start(
        _ configuration: String = "c", _ models: [String: String] = ["a": "1", "b": "2"], dyingIn poison: String? = nil,
        again: String? = nil
    ) -> String? {
        let journal = ReadingJournal(limit: 5)
        if let refusal = journal.begin("bridge.yaml", configuration, besideDatabase: database) {
            journal.failed()
            return refusal
        }
        if poison == "bridge.yaml" { return nil }
        let sources = models.sorted { $0.key < $1.key }.map { ModelSource(file: $0.key, bytes: Array($0.value.utf8)) }
        if let refusal = journal.begin(sources) {
            journal.failed()
            return refusal
        }
        for source in sources {
            journal.reads(source.file)
            if source.file == poison { return nil }
        }
        for source in sources {
            journal.reads(source.file)
            if source.file == again { return nil }
        }
        #expect(journal.problem == nil)
        journal.ended()
        return nil
    }

    private var isLeft: Bool { FileManager.default.fileExists(atPath: file) }

    @Test("After five deaths in one file it is named and not read", arguments: ["bridge.yaml", "a", "b"])
    func five(poison: String) {
        for _ in 0..<5 { #expect(start(dyingIn: poison) == nil) }
        for _ in 0..<3 {
            let refusal = start(dyingIn: poison)
            #expect(refusal?.contains("the process has ended 5 times while \(poison) was read") == true)
            #expect(refusal?.contains(file) == true)
        }
        #expect(isLeft)
        // It is read again once something has changed; and nothing is left of it then.
        if poison == "bridge.yaml" {
            #expect(start("other") == nil)
        } else {
            #expect(start("c", ["a": "1", "b": "2"].merging([poison: "fixed"]) { $1 }) == nil)
        }
        #expect(!isLeft)
    }

    @Test("Also if it dies only when it reads it for the second time, with others read in between")
    func secondLook() {
        for _ in 0..<5 { #expect(start(again: "a") == nil) }
        #expect(start() != nil)
    }

    @Test("Two of them count apart: five of each")
    func two() {
        for _ in 0..<5 { #expect(start(dyingIn: "b") == nil) }
        #expect(start()?.contains("while b was") == true)
        for _ in 0..<5 { #expect(start("c", ["a": "1"], dyingIn: "a") == nil) }
        #expect(start("c", ["a": "1"])?.contains("while a was") == true)
        // What was counted of the other set is still known.
        #expect(start()?.contains("while b was") == true)
    }

    @Test("Killed by chance: a start that reads everything forgets it, and so many in between are no poison")
    func chance() {
        for round in 0..<3 {
            for _ in 0..<4 { #expect(start(dyingIn: "a") == nil, "\(round)") }
            #expect(start() == nil)
            #expect(!isLeft)
        }
    }

    @Test("What is wrong and says so is no death")
    func failed() {
        for _ in 0..<9 {
            let journal = ReadingJournal(limit: 5)
            #expect(journal.begin("bridge.yaml", "c", besideDatabase: database) == nil)
            journal.failed()
            #expect(!isLeft)
        }
    }

    @Test("Two starts at once on one database do not disturb each other")
    func together() {
        let first = ReadingJournal(limit: 5)
        #expect(first.begin("bridge.yaml", "c", besideDatabase: database) == nil)
        for _ in 0..<9 { #expect(start(dyingIn: "bridge.yaml") == nil) }
        #expect(start() == nil)
        #expect(isLeft)
        first.ended()
        #expect(!isLeft)
        #expect(start() == nil)
    }

    @Test("A disk that takes nothing, a link, a folder and garbage in its place stop no start", arguments: 0..<5)
    func trouble(kind: Int) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/var", withIntermediateDirectories: true)
        let target = folder + "/precious"
        try Data("precious".utf8).write(to: URL(fileURLWithPath: target))
        switch kind {
        case 0: try manager.createSymbolicLink(atPath: file, withDestinationPath: target)
        case 1: try manager.createDirectory(atPath: file, withIntermediateDirectories: false)
        case 2: try manager.createSymbolicLink(atPath: file, withDestinationPath: "/dev/full")
        case 3:
            try manager.removeItem(atPath: folder + "/var")
            try Data().write(to: URL(fileURLWithPath: folder + "/var"))
        default:
            try Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 37) }).write(to: URL(fileURLWithPath: file))
            #expect(chmod(file, 0o600) == 0)
        }
        let journal = ReadingJournal(limit: 5)
        #expect(journal.begin("bridge.yaml", "c", besideDatabase: database) == nil)
        #expect(journal.begin([ModelSource(file: "a", bytes: [1])]) == nil)
        journal.reads("a")
        #expect((journal.problem == nil) == (kind == 4))
        journal.ended()
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data("precious".utf8))
    }
}
