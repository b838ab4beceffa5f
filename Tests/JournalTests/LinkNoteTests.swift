import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import Journal
@testable import StorePort

/// Whose fault it was: what the core and the links had at hand when the process ended, and which thread crashed.
@Suite struct LinkNoteTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/b.begun" }
    private let unit = WorkUnit(.delivery, 1, 2)
    private let publication = WorkUnit(publishing: "e", "k", id: "m/1")

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> BegunFile.Opening { try BegunFile.open(at: path, owner: "owner") { _ in } }

    /// What the next life finds after the core and both links had something at hand, and this thread crashed.
    private func left(_ list: [UInt8], crashed: UInt64? = nil) throws -> BegunWork? {
        let file = try #require(try open().file)
        file.push(unit)
        list.withUnsafeBytes { file.note(ofLink: 0).decodes($0) }
        file.note(ofLink: 1).works(on: publication)
        if let crashed { try set(crashed, word: BegunPage.crashed) }
        return try open().left
    }

    private func set(_ number: UInt64, word: Int) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: UInt64(word * 8))
        try handle.write(contentsOf: withUnsafeBytes(of: number) { Data($0) })
        try handle.close()
    }

    @Test("No thread is known to have crashed: a link is blamed if it was decoding, and the core is not")
    func unknown() throws {
        let list = EveryField.list()
        let left = try #require(try left(list))
        #expect(left.units.isEmpty && left.isElsewhere)
        #expect(left.linkUnits == [WorkUnit(decoding: list)])
        #expect(try open().left?.linkUnits == [])
    }

    @Test("No thread is known to have crashed: who publishes may just have waited, and the core is blamed")
    func waiting() throws {
        let file = try #require(try open().file)
        file.push(unit)
        file.note(ofLink: 1).works(on: publication)
        let left = try #require(try open().left)
        #expect(left.units == [BegunWork.Unit(unit)] && left.linkUnits.isEmpty && !left.isElsewhere)
    }

    @Test("What a link has ended is not blamed, and then the core is")
    func ended() throws {
        let file = try #require(try open().file)
        file.push(unit)
        for link in 0...1 {
            EveryField.list().withUnsafeBytes { file.note(ofLink: link).decodes($0) }
            file.note(ofLink: link).ended()
        }
        let left = try #require(try open().left)
        #expect(left.units == [BegunWork.Unit(unit)] && left.linkUnits.isEmpty && !left.isElsewhere)
    }

    @Test("Who is at something on the thread that has crashed is blamed")
    func known() throws {
        // Here one thread is all three.
        let list = EveryField.list()
        let left = try #require(try left(list, crashed: CrashWitness.thisThread))
        #expect(left.units == [BegunWork.Unit(unit)] && !left.isElsewhere)
        #expect(left.linkUnits == [WorkUnit(decoding: list), publication])
    }

    @Test("Another thread than the core's has crashed: what the core had at hand is not blamed")
    func link() async throws {
        let file = try #require(try open().file)
        file.push(unit)
        let (note, publication) = (file.note(ofLink: 1), publication)
        let thread = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                note.works(on: publication)
                continuation.resume(returning: CrashWitness.thisThread)
            }
        }
        try set(thread, word: BegunPage.crashed)
        // Its number may be this thread's again by now: the core's is another.
        try set(thread ^ 1, word: BegunPage.core)
        let left = try #require(try open().left)
        #expect(left.units.isEmpty && left.linkUnits == [publication] && left.isElsewhere)
    }

    @Test("A thread that has nothing at hand has crashed: nothing is blamed")
    func elsewhere() throws {
        let left = try #require(try left(EveryField.list(), crashed: 42))
        #expect(left.units.isEmpty && left.linkUnits.isEmpty && left.isElsewhere)
        // That is told, and counted for nothing.
        #expect(try open().left?.isElsewhere == false)
    }

    @Test("The same properties are known again whatever the broker counts in them, and others are not")
    func identity() {
        func list(_ id: String, _ headers: TextTable<Value>) -> [UInt8] {
            var properties = MessageProperties()
            properties.messageID = id
            properties.contentType = "text/plain"
            properties.headers = headers
            var table = WireWriter()
            table.table(headers)
            var writer = WireWriter()
            writer.properties(properties, rawHeaders: headers.isEmpty ? nil : Array(table.bytes.dropFirst(4)))
            return writer.bytes
        }
        for headers in [[:], ["a": 1], ["a": "x-delivery-count", "b": ["c": 2]]] as [TextTable<Value>] {
            let first = WorkUnit(decoding: list("m", headers))
            for count in [1, 2, 1 << 40] {
                var counted = headers
                counted["x-delivery-count"] = .int(count)
                counted["x-acquired-count"] = .int(count + 1)
                #expect(WorkUnit(decoding: list("m", counted)) == first, "\(headers)")
                #expect(WorkUnit(decoding: list("n", counted)) != first)
            }
            var other = headers
            other["z"] = 1
            #expect(WorkUnit(decoding: list("m", other)) != first)
        }
    }

    @Test("Lists of any length and content are noted and found without harm", arguments: 0..<100)
    func anything(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let length = [0, 1, 2, 3, 17, 1600, LinkNote.Part.longestList, 1 << 17][seed % 8]
        var list = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        if seed % 3 == 0 { list += [16] + Array("x-delivery-count".utf8) }
        #expect(try left(list)?.linkUnits.first == WorkUnit(decoding: list))
    }
}
