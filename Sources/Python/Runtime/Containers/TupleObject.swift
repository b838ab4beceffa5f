/// An immutable sequence.
final class TupleObject: Reference {
    private(set) var items: [Object]

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

    override func clear() { items = [] }
}
