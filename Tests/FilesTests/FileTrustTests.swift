import Foundation
import TestKit
import Testing

@testable import Files

/// Files that are not what they seem, under every way to open one.
@Suite struct FileTrustTests {
    enum Way: CaseIterable {
        case reading, updating, appending, creating

        func open(_ path: String) throws -> OpenFile {
            switch self {
            case .reading: try OpenFile.reading(path)
            case .updating: try OpenFile.updating(path)
            case .appending: try OpenFile.appending(path)
            case .creating: try OpenFile.creating(path)
            }
        }
    }

    /// What may lie where a file of ours is expected.
    enum Trap: CaseIterable {
        case link, dangling, pipe, folder, socket, device, everybodys, strangers, groups, linkedTwice

        /// Nil if this machine does not let us make one.
        func lay(at path: String, victim: String) throws -> Bool {
            let files = FileManager.default
            switch self {
            case .link: try files.createSymbolicLink(atPath: path, withDestinationPath: victim)
            case .dangling: try files.createSymbolicLink(atPath: path, withDestinationPath: victim + ".none")
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .socket: try #require(mknod(path, S_IFSOCK | 0o600, 0) == 0)
            case .device: return mknod(path, S_IFCHR | 0o600, dev_t(1) << 8 | 5) == 0
            case .everybodys:
                try Data("theirs".utf8).write(to: URL(fileURLWithPath: path))
                try #require(chmod(path, 0o666) == 0)
            case .strangers:
                try Data("theirs".utf8).write(to: URL(fileURLWithPath: path))
                return chown(path, 12_345, 0) == 0
            case .groups:
                try Data("theirs".utf8).write(to: URL(fileURLWithPath: path))
                guard chown(path, geteuid(), 54_321) == 0 else { return false }
                try #require(chmod(path, 0o660) == 0)
            case .linkedTwice: try files.linkItem(atPath: victim, toPath: path)
            }
            return true
        }
    }

    @Test(
        "What is no file of ours is refused at once, whatever it is, and nothing is written through it",
        .timeLimit(.minutes(10)), arguments: Way.allCases, Trap.allCases)
    func refused(way: Way, trap: Trap) throws {
        try withFolder { folder in
            let (path, victim) = (folder + "/file", folder + "/victim")
            try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
            guard try trap.lay(at: path, victim: victim) else { return }
            if trap == .linkedTwice, way == .reading {
                #expect(try way.open(path).bytes(atMost: 100) == Array("precious".utf8))
                return
            }
            let problem = #expect(throws: FileProblem.self) { try way.open(path) }
            #expect(problem?.description.contains(path) == true)
            #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
            #expect(!FileManager.default.fileExists(atPath: victim + ".none"))
        }
    }

    @Test("What is looked at by its path alone is judged as what is opened", arguments: Trap.allCases)
    func judged(trap: Trap) throws {
        try withFolder { folder in
            let (path, victim) = (folder + "/file", folder + "/victim")
            try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
            guard try trap.lay(at: path, victim: victim) else { return }
            #expect((FileTrust.own.problem(at: path) == nil) == (trap == .linkedTwice))
            // What a person links on purpose is judged by what it leads to.
            let isFine = [.link, .dangling, .linkedTwice].contains(trap)
            #expect((FileTrust.linked.problem(at: path) == nil) == isFine)
        }
    }

    @Test("A replacement goes through no link, neither under its name nor under the one it is written with")
    func replaced() throws {
        try withFolder { folder in
            let (path, victim) = (folder + "/file", folder + "/victim")
            try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
            for name in ["/file", "/file.new"] {
                for trap in [Trap.link, .dangling, .pipe, .socket, .linkedTwice, .everybodys] {
                    try? FileManager.default.removeItem(atPath: folder + name)
                    _ = try trap.lay(at: folder + name, victim: victim)
                    try Folder.replace(path, with: Array("ours".utf8))
                    #expect(try OpenFile.reading(path).bytes(atMost: 10) == Array("ours".utf8))
                    #expect(try OpenFile.reading(path).status().st_mode & 0o777 == 0o600)
                    #expect(!FileManager.default.fileExists(atPath: path + ".new"))
                }
            }
            #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
            #expect(!FileManager.default.fileExists(atPath: victim + ".none"))
        }
    }

    @Test("What is written is read again, at its place and behind what is there")
    func written() throws {
        try withFolder { folder in
            let path = folder + "/file"
            let file = try OpenFile.appending(path)
            try file.append(Array("abc".utf8))
            try OpenFile.appending(path).append(Array("def".utf8))
            try OpenFile.updating(path).write(Array("X".utf8), at: 1)
            #expect(try file.bytes(atMost: 6) == Array("aXcdef".utf8))
            #expect(throws: FileProblem.self) { try file.bytes(atMost: 5) }
            #expect(file.isInPlace)
            try FileManager.default.removeItem(atPath: path)
            #expect(!file.isInPlace)
        }
    }

    @Test("Limits of this machine are told with what to do about them")
    func words() {
        #expect(SystemReason.words(EMFILE).contains("ulimit -n"))
        #expect(SystemReason.words(ENFILE).contains("fs.file-max"))
        #expect(SystemReason.words(EFBIG).contains("ulimit -f"))
        #expect(SystemReason.words(ENOENT) == "No such file or directory")
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/files-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
