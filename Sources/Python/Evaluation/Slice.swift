/// `start:stop:step` before it meets a length.
struct Slice {
    let start: Int?
    let stop: Int?
    let step: Int?

    /// The indices it selects of `count` items: the first, how many, and the distance.
    func indices(_ count: Int) throws -> (start: Int, count: Int, step: Int) {
        let step = step ?? 1
        if step == 0 { throw Raise.valueError("slice step cannot be zero") }
        let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
        func clamp(_ bound: Int?, _ fallback: Int) -> Int {
            guard let bound else { return fallback }
            let absolute = bound < 0 ? max(bound, -count - 1) + count : bound
            return min(max(absolute, low), high)
        }
        let first = clamp(start, step > 0 ? low : high)
        let end = clamp(stop, step > 0 ? high : low)
        let span = step > 0 ? end - first : first - end
        if span <= 0 { return (first, 0, step) }
        // The magnitude of Int.min does not fit an Int.
        let distance = Int(clamping: step.magnitude)
        return (first, (span - 1) / distance + 1, step)
    }

    /// The selected of `items`.
    func select<Item>(_ items: [Item]) throws -> [Item] {
        let (start, count, step) = try indices(items.count)
        if step == 1 { return Array(items[start..<start + count]) }
        return (0..<count).map { items[start + $0 * step] }
    }
}
