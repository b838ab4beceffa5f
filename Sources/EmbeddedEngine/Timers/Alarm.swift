import Values

/// When a waiting token's time has come, and whether it comes again.
struct Alarm: Sendable, Hashable {
    var due: Timestamp
    var repeats: Repeats?

    struct Repeats: Sendable, Hashable {
        /// How often it still rings; nil for ever.
        var left: Int?
        var interval: Duration
    }

    /// Whether the moment has passed; the moment itself is not past.
    func isDue(at now: Timestamp) -> Bool { due < now || repeats?.left == 0 }

    /// The first moment at which it is due.
    var ringsAt: Timestamp { due + .microseconds(1) }

    /// It has rung: when it rings next. nil where it is used up.
    func next() -> Alarm? {
        guard let repeats, repeats.left != 0 else { return nil }
        let left = repeats.left.map { $0 - 1 }
        if left == 0 { return nil }
        return Alarm(due: due + repeats.interval, repeats: Repeats(left: left, interval: repeats.interval))
    }
}
