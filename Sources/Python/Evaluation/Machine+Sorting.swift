/// `sorted(…)` and `list.sort()`
extension Machine {
    /// Stable; compares with `<` only.
    func sorted(_ items: [Object], key: Object, reversed isReversed: Bool) throws -> [Object] {
        var items = items
        try sort(&items, key: key, reversed: isReversed)
        return items
    }

    /// What cannot be compared leaves the items in the order they had got into by then, as in CPython.
    func sort(_ items: inout [Object], key: Object, reversed isReversed: Bool) throws {
        try charge(bytes: items.count * 64, steps: items.count)
        var entries: [(rank: Object, item: Object)] = []
        entries.reserveCapacity(items.count)
        for item in items { entries.append((key.isNone ? item : try call(key, item), item)) }
        // Reversing before and after keeps equal ones in their order.
        if isReversed { entries.reverse() }
        defer {
            if isReversed { entries.reverse() }
            items = entries.map(\.item)
        }
        var width = entries.count < 64 ? entries.count : 1
        if entries.count < 64 { try insertionSort(&entries) }
        while width < entries.count {
            var merged: [(rank: Object, item: Object)] = []
            merged.reserveCapacity(entries.count)
            var start = 0
            while start < entries.count {
                let middle = min(start + width, entries.count)
                let end = min(start + 2 * width, entries.count)
                try merge(entries, start, middle, end, into: &merged)
                start = end
            }
            entries = merged
            width *= 2
        }
    }

    /// What CPython does with few elements, comparison by comparison: which two it refuses to compare can be seen.
    private func insertionSort(_ entries: inout [(rank: Object, item: Object)]) throws {
        guard entries.count > 1 else { return }
        var sorted = 2
        let isDescending = try order(.less, entries[1].rank, entries[0].rank)
        while sorted < entries.count,
            try order(.less, entries[sorted].rank, entries[sorted - 1].rank) == isDescending
        {
            try step()
            sorted += 1
        }
        if isDescending { entries[..<sorted].reverse() }
        for index in sorted..<entries.count {
            var (low, high) = (0, index)
            while low < high {
                try step()
                let middle = low + (high - low) / 2
                if try order(.less, entries[index].rank, entries[middle].rank) {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            entries.insert(entries.remove(at: index), at: low)
        }
    }

    private func merge(
        _ entries: [(rank: Object, item: Object)], _ start: Int, _ middle: Int, _ end: Int,
        into merged: inout [(rank: Object, item: Object)]
    ) throws {
        var (left, right) = (start, middle)
        while left < middle, right < end {
            try step()
            if try order(.less, entries[right].rank, entries[left].rank) {
                merged.append(entries[right])
                right += 1
            } else {
                merged.append(entries[left])
                left += 1
            }
        }
        merged += entries[left..<middle]
        merged += entries[right..<end]
    }
}
