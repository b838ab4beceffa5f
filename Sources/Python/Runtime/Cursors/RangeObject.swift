import Values

/// `range(start, stop, step)`: as long as it likes, without taking memory.
final class RangeObject: Reference {
    let start: Int
    let stop: Int
    let step: Int
    let count: Int

    /// `step` must not be zero.
    init(_ start: Int, _ stop: Int, _ step: Int) throws {
        self.start = start
        self.stop = stop
        self.step = step
        let isEmpty = step > 0 ? start >= stop : start <= stop
        // The width may need all 64 bits, unsigned.
        let width = UInt(bitPattern: stop > start ? stop &- start : start &- stop)
        let count = isEmpty ? 0 : (width - 1) / step.magnitude + 1
        guard let count = Int(exactly: count) else { throw Raise.overflow("range is too long") }
        self.count = count
        super.init()
    }

    override var type: PythonType { .range }

    /// `index` must be within `0 ..< count`.
    func number(at index: Int) -> Int { start &+ index &* step }

    override func isTrue(_ machine: Machine) throws -> Bool { count > 0 }

    override func length(_ machine: Machine) throws -> Int? { count }

    override func cursor(_ machine: Machine) throws -> Cursor? { RangeCursor(self) }

    override func item(_ index: Object, _ machine: Machine) throws -> Object? {
        .int(number(at: try machine.position(index, count, "range object")))
    }

    func sliced(_ slice: Slice) throws -> RangeObject {
        let (first, count, step) = try slice.indices(count)
        let (width, overflow) = self.step.multipliedReportingOverflow(by: step)
        let (end, beyond) = number(at: first).addingReportingOverflow(count &* width)
        if overflow || beyond { throw Raise.overflow() }
        return try RangeObject(number(at: first), end, width)
    }

    override func contains(_ item: Object, _ machine: Machine) throws -> Bool? {
        let number: Int
        if let whole = item.wholeNumber {
            number = whole
        } else if case .float(let float) = item, let whole = Int(exactly: float) {
            number = whole
        } else {
            return false
        }
        guard step > 0 ? number >= start && number < stop : number <= start && number > stop else { return false }
        return distance(to: number) % step.magnitude == 0
    }

    /// From the start to a number within the range: it may need all 64 bits, unsigned.
    private func distance(to number: Int) -> UInt { UInt(bitPattern: step > 0 ? number &- start : start &- number) }

    override func equals(_ other: Object, _ machine: Machine, depth: Int) throws -> Bool? {
        guard case .other(let reference) = other, let range = reference as? RangeObject else { return nil }
        return equalsAsKey(range)
    }

    override func equalsAsKey(_ other: Reference) -> Bool {
        guard let range = other as? RangeObject, count == range.count else { return false }
        return count == 0 || (start == range.start && (count == 1 || step == range.step))
    }

    override func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        if count > 0 { hasher.combine(start) }
    }

    override func representation(_ machine: Machine, depth: Int) throws -> String {
        step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
    }

    override func value(_ machine: Machine, depth: Int) throws -> Value? {
        try machine.charge(bytes: count > .max / 32 ? .max : count * 32, steps: count)
        return .list((0..<count).map { .int(number(at: $0)) })
    }

    override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
        switch name {
        case "start": .int(start)
        case "stop": .int(stop)
        case "step": .int(step)
        default: try Self.methods[name].map { .other(try BoundMethod(.other(self), $0)) }
        }
    }

    static let methods = Methods.table([
        Method("count") { receiver, arguments, machine in
            let item = try arguments.one("range.count")
            return .int(try receiver.other?.contains(item, machine) ?? false ? 1 : 0)
        },
        Method("index") { receiver, arguments, machine in
            let item = try arguments.one("range.index")
            guard let range = receiver.other as? RangeObject, try range.contains(item, machine) ?? false,
                let number = item.wholeNumber ?? item.number.flatMap({ Int(exactly: $0) })
            else {
                if item.wholeNumber == nil { throw Raise.valueError("sequence.index(x): x not in sequence") }
                throw Raise.valueError("\(try machine.representation(of: item)) is not in range")
            }
            return .int(Int(clamping: range.distance(to: number) / range.step.magnitude))
        },
    ])
}

final class RangeCursor: Cursor {
    private let range: RangeObject
    private var index = 0

    init(_ range: RangeObject) {
        self.range = range
        super.init()
    }

    override var type: PythonType { .rangeIterator }

    override func next(_ machine: Machine) throws -> Object? {
        guard index < range.count else { return nil }
        index += 1
        return .int(range.number(at: index - 1))
    }
}
