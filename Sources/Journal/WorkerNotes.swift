import StorePort

/// What the engine's threads are at, each in a part of the page that only it writes: the units of work that have asked for
/// the step, the outermost first. A few words for each unit, some ten nanoseconds.
package struct WorkerNotes: Sendable {
    /// As many threads as a configuration may ask for. One beyond them notes nothing.
    static let count = 256

    private let map: BegunMap

    init(_ map: BegunMap) { self.map = map }

    /// The thread that calls.
    package static var thisThread: UInt64 { CrashWitness.thisThread }

    package func begins(_ units: [BegunWork.Unit], worker: Int, thread: UInt64 = WorkerNotes.thisThread) {
        part(of: worker)?.begin(units, thread)
    }

    package func ended(worker: Int) { part(of: worker)?.end() }

    private func part(of worker: Int) -> Part? {
        (0..<Self.count).contains(worker) ? Part(page: BegunPage(map.start), worker) : nil
    }

    /// Its layout: how many units there are, the thread, and then the units.
    struct Part {
        static let size = 256
        /// What nests deeper than any work does is told by what it is in.
        static let slots = (size / 8 - 2) / BegunPage.slotSize

        private let page: BegunPage
        private let word: Int

        init(page: BegunPage, _ worker: Int) {
            self.page = page
            word = (BegunPage.head + worker * Self.size) / 8
        }

        func begin(_ units: [BegunWork.Unit], _ thread: UInt64) {
            let units = units.prefix(Self.slots)
            for (slot, unit) in units.enumerated() { page.write(unit, atWord: place(of: slot)) }
            page[word + 1] = thread
            page.release(UInt64(units.count), atWord: word)
        }

        func end() { page.release(0, atWord: word) }

        var thread: UInt64 { page[word + 1] }

        /// What was begun and not ended. Nothing in the page is trusted.
        var units: [BegunWork.Unit]? {
            guard (1...UInt64(Self.slots)).contains(page[word]) else { return nil }
            var units: [BegunWork.Unit] = []
            for slot in 0..<Int(page[word]) {
                guard let unit = page.unit(atWord: place(of: slot)) else { return nil }
                units.append(unit)
            }
            return units
        }

        private func place(of slot: Int) -> Int { word + 2 + slot * BegunPage.slotSize }
    }
}
