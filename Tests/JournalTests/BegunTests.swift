import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import Journal
@testable import StorePort

/// The page that says what is being worked on, as the next life finds it.
@Suite struct BegunTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/b.begun" }

    init() throws { folder = try TemporaryFolder() }

    /// Opens it as a new life does.
    private func open(_ owner: String = "owner") throws -> BegunFile.Opening {
        try BegunFile.open(at: path, owner: owner) { _ in }
    }

    private let units = (0..<20).map { WorkUnit(UnitKind.allCases[$0 % UnitKind.allCases.count], UInt64($0), .max) }

    @Test("What was begun and not ended is found, the outermost first, and how far it had come")
    func nested() throws {
        let first = try open()
        #expect(first.left == nil && first.problem == nil)
        let file = try #require(first.file)
        for unit in units[0..<3] { file.push(unit) }
        file.reached(4)
        file.pop()
        let second = try open()
        #expect(second.left?.units == [BegunWork.Unit(units[0], phase: 4), BegunWork.Unit(units[1])])
        // Nothing is begun in the new life.
        let third = try open()
        #expect(third.left?.units == [])
        #expect(third.left?.life != second.left?.life)
    }

    @Test("What nests too deep is told by what it is in, and ends like everything else")
    func deep() throws {
        let file = try #require(try open().file)
        for unit in units { file.push(unit) }
        #expect(try open().left?.units.count == BegunPage.slots)
        let again = try #require(try open().file)
        for unit in units { again.push(unit) }
        for _ in units.dropFirst() { again.pop() }
        #expect(try open().left?.units == [BegunWork.Unit(units[0])])
    }

    @Test("A phase belongs to the unit that has reached it")
    func phases() throws {
        let file = try #require(try open().file)
        file.push(units[0])
        file.reached(1)
        file.pop()
        file.push(units[1])
        #expect(try open().left?.units == [BegunWork.Unit(units[1])])
    }

    @Test("A page of another database is not looked at, and used from then on")
    func foreign() throws {
        let file = try #require(try open("other").file)
        file.push(units[0])
        let opening = try open()
        #expect(opening.left == nil && opening.file != nil)
        #expect(opening.problem?.contains("another database") == true)
        #expect(try open().problem == nil)
    }

    @Test("Whatever stands in the page, it is read without harm: at worst it says nothing", arguments: 0..<200)
    func damaged(seed: Int) throws {
        let file = try #require(try open().file)
        for unit in units[0..<5] { file.push(unit) }
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        for _ in 0...(seed % 7) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Mostly where something stands.
            bytes[Int(state >> 33) % (seed % 2 == 0 ? 256 : bytes.count)] = UInt8(truncatingIfNeeded: state >> 20)
        }
        switch seed % 20 {
        case 0: bytes = []
        case 1: bytes.removeLast(1)
        case 2: bytes.append(0)
        case 3: bytes = bytes.map { _ in 0xff }
        default: break
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, 0o600) == 0)
        let opening = try open()
        #expect(opening.file != nil)
        for unit in opening.left?.units ?? [] { #expect(units.contains(unit.unit)) }
        #expect(try open().left?.units == [])
    }

    @Test(
        "No link is followed, nothing hangs, and nothing of a stranger is used",
        arguments: ["link", "pipe", "folder", "open"])
    func untrusted(kind: String) throws {
        let target = folder.path + "/target"
        try Data("precious".utf8).write(to: URL(fileURLWithPath: target))
        switch kind {
        case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        default:
            try Data(repeating: 0, count: 4096).write(to: URL(fileURLWithPath: path))
            #expect(chmod(path, 0o666) == 0)
        }
        let opening = try open()
        #expect(opening.file == nil && opening.left == nil)
        #expect(opening.problem?.contains("b.begun") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data("precious".utf8))
    }

    @Test("It is its owner's alone")
    func mode() throws {
        _ = try open()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
