package import StorePort
import Synchronization

/// What had begun and not ended when a process ended, the outermost first.
package struct BegunWork: Sendable, Hashable {
    package struct Unit: Sendable, Hashable {
        package var unit: WorkUnit
        /// How far it had come; what that means is its kind's business.
        package var phase: UInt8

        package init(_ unit: WorkUnit, phase: UInt8 = 0) {
            self.unit = unit
            self.phase = phase
        }
    }

    /// Tells this life of the process from every other.
    package var life: UInt64
    /// What the core had at hand, if it was the core that ended the process.
    package var units: [Unit]
    /// What a link to the broker had at hand, if it was that link.
    package var linkUnits: [WorkUnit]
    /// What each of the engine's threads had at hand, the outermost first, if it may have been that thread.
    package var workerUnits: [[Unit]]
    /// Another thread than the core's has crashed: nothing that the core had at hand is to blame.
    package var isElsewhere: Bool

    /// Nothing had begun, and nothing has crashed.
    package var isNothing: Bool { units.isEmpty && workerUnits.isEmpty && !isElsewhere }

    package init(
        life: UInt64, units: [Unit], linkUnits: [WorkUnit] = [], workerUnits: [[Unit]] = [], isElsewhere: Bool = false
    ) {
        self.life = life
        self.units = units
        self.linkUnits = linkUnits
        self.workerUnits = workerUnits
        self.isElsewhere = isElsewhere
    }
}

/// The layout of the page, in words of 64 bits: what it is, whose it is, which life writes it, how many units are begun,
/// a check of the first, which thread has crashed, which thread is the core's, one that is free, and then the units.
/// Behind them each link has a part of its own (`LinkNote`), and behind those each of the engine's threads
/// (`WorkerNotes`).
struct BegunPage {
    /// What the core and the links write; older versions had no more.
    static let head = 4096
    static let size = head + WorkerNotes.count * WorkerNotes.Part.size
    static let slots = 16
    private static let magic = UInt64(0x626e_6762_6e6d_7062)  // "bpmnbgnb"
    private static let firstSlot = 8
    /// How many words a unit takes.
    static let slotSize = 4

    /// The word that a crash is noted in, and the one with the core's thread.
    static let crashed = 5
    static let core = 6

    let start: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer) { self.start = start }

    enum Content: Hashable {
        case fresh
        case work(BegunWork)
        case foreign
        case damaged
    }

    /// Nothing in it is trusted: they may be anybody's bytes.
    func read(owner: String) -> Content {
        if (0..<Self.size / 8).allSatisfy({ self[$0] == 0 }) { return .fresh }
        guard self[0] == Self.magic, self[1] == Self.check(self[2], Self.digest(owner)) else {
            return self[0] == Self.magic && self[4] == Self.check(self[1], self[2]) ? .foreign : .damaged
        }
        guard self[3] <= Self.slots else { return .damaged }
        var units: [BegunWork.Unit] = []
        for slot in 0..<Int(self[3]) {
            guard let unit = unit(atWord: Self.firstSlot + slot * Self.slotSize) else { return .damaged }
            units.append(unit)
        }
        return .work(blame(units))
    }

    /// Who ended the process: the thread that is known to have crashed. If none is (a kill from outside, memory that was
    /// used up), it is a link if one was decoding: that takes so short a time that it is hardly chance. Else it may be the
    /// core or any of the engine's threads. Who publishes may wait long for the broker to take it, so that this alone says
    /// nothing.
    private func blame(_ units: [BegunWork.Unit]) -> BegunWork {
        let crashed = self[Self.crashed]
        var ofLinks: [WorkUnit] = []
        for link in 0..<LinkNote.count {
            let part = LinkNote.Part(page: self, link)
            guard let unit = part.unit else { continue }
            if crashed == 0 ? unit.kind == .decoding : crashed == part.thread { ofLinks.append(unit) }
        }
        let isElsewhere = crashed == 0 ? !ofLinks.isEmpty : crashed != self[Self.core]
        var ofWorkers: [[BegunWork.Unit]] = []
        for worker in 0..<WorkerNotes.count {
            let part = WorkerNotes.Part(page: self, worker)
            let mayBe = crashed == 0 ? ofLinks.isEmpty : crashed == part.thread
            if mayBe, let units = part.units { ofWorkers.append(units) }
        }
        return BegunWork(
            life: self[2], units: isElsewhere ? [] : units, linkUnits: ofLinks, workerUnits: ofWorkers,
            isElsewhere: isElsewhere)
    }

    /// A new life begins, with nothing begun.
    func begin(owner: String, life: UInt64) {
        set(depth: 0)
        self[Self.crashed] = 0
        self[Self.core] = 0
        for link in 0..<LinkNote.count { LinkNote.Part(page: self, link).end() }
        for worker in 0..<WorkerNotes.count { WorkerNotes.Part(page: self, worker).end() }
        self[0] = Self.magic
        self[2] = life
        self[1] = Self.check(life, Self.digest(owner))
        self[4] = Self.check(self[1], life)
    }

    func write(_ unit: WorkUnit, at slot: Int) {
        write(BegunWork.Unit(unit), atWord: Self.firstSlot + slot * Self.slotSize)
    }

    func write(_ begun: BegunWork.Unit, atWord place: Int) {
        let unit = begun.unit
        self[place] = UInt64(unit.kind.rawValue) | UInt64(begun.phase) << 8
        self[place + 1] = unit.first
        self[place + 2] = unit.second
        self[place + 3] = Self.check(unit)
    }

    /// The unit is written before the page says that it is there, and whatever it does comes after.
    func set(depth: Int) { release(UInt64(depth), atWord: 3) }

    /// Writes a word after everything that was written before.
    func release(_ value: UInt64, atWord word: Int) {
        (start + word * 8).assumingMemoryBound(to: Atomic<UInt64>.self).pointee.store(value, ordering: .releasing)
    }

    /// Of the outermost.
    func set(phase: UInt8) {
        self[Self.firstSlot] = self[Self.firstSlot] & 0xff | UInt64(phase) << 8
    }

    func unit(atWord place: Int) -> BegunWork.Unit? {
        let word = self[place]
        guard word < 0x1_0000, let kind = UnitKind(rawValue: UInt8(truncatingIfNeeded: word)) else { return nil }
        let unit = WorkUnit(kind, self[place + 1], self[place + 2])
        guard self[place + 3] == Self.check(unit) else { return nil }
        return BegunWork.Unit(unit, phase: UInt8(truncatingIfNeeded: word >> 8))
    }

    subscript(word: Int) -> UInt64 {
        get { start.load(fromByteOffset: word * 8, as: UInt64.self) }
        nonmutating set { start.storeBytes(of: newValue, toByteOffset: word * 8, as: UInt64.self) }
    }

    private static func digest(_ owner: String) -> UInt64 {
        var digest = ContentDigest(seed: 0)
        digest.add(owner)
        return digest.first
    }

    static func check(_ unit: WorkUnit) -> UInt64 {
        check(check(UInt64(unit.kind.rawValue), unit.first), unit.second)
    }

    private static func check(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var digest = ContentDigest(seed: first)
        digest.add(second)
        return digest.first
    }
}
