/// A set, in the order of insertion; a frozenset if `isFrozen`.
final class SetObject: Reference {
    var table: Table
    let isFrozen: Bool
    private var knownWeight: Int?

    init(_ table: Table = Table(), isFrozen: Bool = false, depth: Int = 1) {
        self.table = table
        self.isFrozen = isFrozen
        super.init(depth: depth)
    }

    override var type: PythonType { isFrozen ? .frozenset : .set }

    override var isHashable: Bool { isFrozen }

    override func hash(into hasher: inout Hasher) {
        // The order must not matter.
        hasher.combine(table.keys.reduce(0) { $0 ^ Equality.hash(of: $1) })
    }

    override var weight: Int {
        if let knownWeight { return knownWeight }
        let weight = table.keys.reduce(1) { $0.boundedPlus($1.reference?.weight ?? 1) }
        if isFrozen { knownWeight = weight }
        return weight
    }

    override func clear() { table = Table() }
}
