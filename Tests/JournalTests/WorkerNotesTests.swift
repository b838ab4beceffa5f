import Foundation
import TestKit
import Testing

@testable import Journal
@testable import StorePort

/// What the engine's threads had at hand when the process ended, beside the core and the links.
@Suite struct WorkerNotesTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/b.begun" }
    private let own = WorkUnit(.delivery, 1, 2)
    private let stacks: [[BegunWork.Unit]] = (0..<5).map { worker in
        (0...worker).map {
            BegunWork.Unit(WorkUnit(UnitKind.allCases[$0 + worker], UInt64(worker), .max), phase: $0 == 0 ? 3 : 0)
        }
    }

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> BegunFile.Opening { try BegunFile.open(at: path, owner: "owner") { _ in } }

    /// A life in which the core is at something, and each thread at one of the stacks.
    private func live(crashed: UInt64 = 0) throws -> BegunFile {
        let file = try #require(try open().file)
        file.push(own)
        for (worker, stack) in stacks.enumerated() {
            file.workers.begins(stack, worker: worker * 50, thread: 100 + UInt64(worker))
        }
        try write(withUnsafeBytes(of: crashed) { Data($0) }, at: BegunPage.crashed * 8)
        return file
    }

    private func write(_ bytes: Data, at place: Int) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: UInt64(place))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    @Test("No thread is known to have crashed: it may be the core, or any thread that was at something")
    func unknown() throws {
        let file = try live()
        file.workers.ended(worker: 50)
        let left = try #require(try open().left)
        #expect(left.units == [BegunWork.Unit(own)] && !left.isElsewhere)
        #expect(left.workerUnits == [stacks[0]] + stacks[2...])
        // Nothing is begun in the new life.
        #expect(try open().left?.isNothing == true)
    }

    @Test("A thread of the engine is known to have crashed: only what it was at is blamed", arguments: 0..<5)
    func known(worker: Int) throws {
        _ = try live(crashed: 100 + UInt64(worker))
        let left = try #require(try open().left)
        #expect(left.workerUnits == [stacks[worker]])
        #expect(left.units.isEmpty && left.linkUnits.isEmpty && left.isElsewhere)
    }

    @Test("The core's thread is known to have crashed: no thread of the engine is blamed")
    func core() throws {
        _ = try live(crashed: CrashWitness.thisThread)
        let left = try #require(try open().left)
        #expect(left.units == [BegunWork.Unit(own)] && left.workerUnits.isEmpty && !left.isElsewhere)
    }

    @Test("A thread has crashed that is at nothing any more: nothing is blamed")
    func idle() throws {
        let file = try live(crashed: 101)
        file.workers.ended(worker: 50)
        let left = try #require(try open().left)
        #expect(left.units.isEmpty && left.workerUnits.isEmpty && left.isElsewhere && !left.isNothing)
    }

    @Test("No thread is known, and a link was decoding: only that is blamed")
    func decoding() throws {
        let file = try live()
        EveryField.list().withUnsafeBytes { file.note(ofLink: 0).decodes($0) }
        let left = try #require(try open().left)
        #expect(left.linkUnits == [WorkUnit(decoding: EveryField.list())])
        #expect(left.units.isEmpty && left.workerUnits.isEmpty && left.isElsewhere)
    }

    @Test(
        "What nests too deep is told by what it is in; a thread beyond the last, and one that is at nothing, note nothing"
    )
    func bounds() throws {
        let file = try #require(try open().file)
        let deep = (0..<20).map { BegunWork.Unit(WorkUnit(.share, UInt64($0))) }
        file.workers.begins(deep, worker: WorkerNotes.count - 1, thread: 7)
        file.workers.begins(deep, worker: WorkerNotes.count)
        file.workers.begins(deep, worker: -1)
        file.workers.begins([], worker: 0)
        let left = try #require(try open().left)
        #expect(left.workerUnits == [Array(deep.prefix(WorkerNotes.Part.slots))])
        #expect(WorkerNotes.Part.slots > 5)
    }

    @Test("A page of an older version, which ends behind the links, is read, and the threads note in it from then on")
    func older() throws {
        EveryField.list().withUnsafeBytes { bytes in
            _ = try? live(crashed: CrashWitness.thisThread).note(ofLink: 1).decodes(bytes)
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count == BegunPage.size)
        try bytes.prefix(4096).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, 0o600) == 0)
        let opening = try open()
        let left = try #require(opening.left)
        #expect(left.units == [BegunWork.Unit(own)] && left.linkUnits.count == 1 && left.workerUnits.isEmpty)
        #expect(opening.problem == nil)
        opening.file?.workers.begins(stacks[4], worker: 255)
        #expect(try open().left?.workerUnits == [stacks[4]])
    }

    @Test("Whatever stands in the threads' parts, it is read without harm, and the rest as it is", arguments: 0..<100)
    func damaged(seed: Int) throws {
        _ = try live()
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0...seed % 9 {
            // Mostly where something stands.
            let part = seed % 3 == 0 ? Int.random(in: 0..<WorkerNotes.count, using: &random) : seed % 5 * 50
            let place = BegunPage.head + part * WorkerNotes.Part.size + Int.random(in: 0..<200, using: &random)
            try write(Data((0..<seed % 17 + 1).map { _ in UInt8.random(in: 0...255, using: &random) }), at: place)
        }
        if seed % 10 == 0 { try write(Data(repeating: 0xff, count: BegunPage.size - 4096), at: 4096) }
        let left = try #require(try open().left)
        #expect(left.units == [BegunWork.Unit(own)])
        let known = Set(stacks.joined().map(\.unit))
        for unit in left.workerUnits.joined() { #expect(known.contains(unit.unit)) }
        #expect(try open().left?.isNothing == true)
    }
}
