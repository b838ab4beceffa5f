/// The compiled statements of a connection, found by where their literal lies in the program.
///
/// Looking one up happens ten times a message, so it is a few instructions: open addressing, never more than half full.
struct StatementCache {
    private var slots: [PreparedStatement?]
    private var count = 0

    init(size: Int = 512) {
        precondition(size.nonzeroBitCount == 1)
        slots = Array(repeating: nil, count: size)
    }

    subscript(place: UnsafePointer<UInt8>) -> PreparedStatement? {
        var index = slot(of: place)
        while let prepared = slots[index] {
            if prepared.place == place { return prepared }
            index = (index &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    mutating func insert(_ prepared: PreparedStatement) {
        guard let place = prepared.place else { return }
        if count * 2 >= slots.count { grow() }
        var index = slot(of: place)
        while slots[index] != nil { index = (index &+ 1) & (slots.count &- 1) }
        slots[index] = prepared
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: nil, count: old.count * 2)
        count = 0
        for case let prepared? in old { insert(prepared) }
    }

    private func slot(of place: UnsafePointer<UInt8>) -> Int {
        // The golden ratio spreads what lies close together.
        let spread = UInt64(UInt(bitPattern: place)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: spread >> 32) & (slots.count &- 1)
    }
}
