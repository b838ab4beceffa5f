package import StorePort

/// What a link to the broker is at, in a part of the page that only its thread writes: the properties that it decodes, by
/// a copy of their bytes, or the publication that it writes. A copy and two words, some ten nanoseconds.
package struct LinkNote: Sendable {
    /// One that consumes, one that publishes.
    static let count = 2

    private let map: BegunMap
    private let number: Int

    init(_ map: BegunMap, _ number: Int) {
        self.map = map
        self.number = min(max(0, number), Self.count - 1)
    }

    private var part: Part { Part(page: BegunPage(map.start), number) }

    package func decodes(_ list: UnsafeRawBufferPointer) { part.begin(decoding: list) }

    package func works(on unit: WorkUnit) { part.begin(unit) }

    package func ended() { part.end() }

    /// Its layout: how many bytes there are, and one more (0: none; all ones: a unit), the thread, and then the bytes or
    /// the unit.
    struct Part {
        private static let first = 768
        private static let size = (BegunPage.head - first) / count
        static let longestList = size - 16
        private static let isUnit = UInt64.max

        private let page: BegunPage
        private let word: Int

        init(page: BegunPage, _ number: Int) {
            self.page = page
            word = (Self.first + number * Self.size) / 8
        }

        private var content: UnsafeMutableRawPointer { page.start + (word + 2) * 8 }

        func begin(decoding list: UnsafeRawBufferPointer) {
            let count = min(list.count, Self.longestList)
            if let bytes = list.baseAddress { content.copyMemory(from: bytes, byteCount: count) }
            begin(UInt64(count) + 1)
        }

        func begin(_ unit: WorkUnit) {
            page[word + 2] = UInt64(unit.kind.rawValue)
            page[word + 3] = unit.first
            page[word + 4] = unit.second
            page[word + 5] = BegunPage.check(unit)
            begin(Self.isUnit)
        }

        func end() { set(0) }

        var thread: UInt64 { page[word + 1] }

        /// What was begun and not ended. Nothing in the page is trusted.
        var unit: WorkUnit? {
            let state = page[word]
            if state == Self.isUnit {
                guard let kind = UInt8(exactly: page[word + 2]).flatMap({ UnitKind(rawValue: $0) }) else { return nil }
                let unit = WorkUnit(kind, page[word + 3], page[word + 4])
                return page[word + 5] == BegunPage.check(unit) ? unit : nil
            }
            guard state > 0, state <= UInt64(Self.longestList) + 1 else { return nil }
            return WorkUnit(decoding: UnsafeRawBufferPointer(start: content, count: Int(state - 1)))
        }

        private func begin(_ state: UInt64) {
            page[word + 1] = CrashWitness.thisThread
            set(state)
        }

        /// What is begun is written before the page says that it is there.
        private func set(_ state: UInt64) { page.release(state, atWord: word) }
    }
}
