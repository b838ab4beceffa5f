/// An immutable sequence.
final class TupleObject: Reference {
    private(set) var items: [Object]
    private var knownWeight: Int?

    init(_ items: [Object], depth: Int) {
        self.items = items
        super.init(depth: depth)
    }

    override var type: PythonType { .tuple }

    override var isHashable: Bool { items.allSatisfy { Equality.isHashable($0) } }

    override func hash(into hasher: inout Hasher) {
        hasher.combine(items.count)
        for item in items { hasher.combine(Equality.hash(of: item)) }
    }

    override var weight: Int {
        if let knownWeight { return knownWeight }
        let weight = items.reduce(1) { $0.boundedPlus($1.reference?.weight ?? 1) }
        knownWeight = weight
        return weight
    }

    override func clear() { items = [] }
}
