import Values

/// A list. One that came from outside stays as it is until it is changed, or until a container in it is reached.
final class ListObject: Reference {
    private let frozen: [Value]
    /// nil as long as the frozen items are all there is.
    private var live: [Object]?

    init(frozen: [Value]) {
        self.frozen = frozen
        super.init(depth: 1)
    }

    init(_ items: [Object], depth: Int) {
        self.frozen = []
        self.live = items
        super.init(depth: depth)
    }

    override var type: PythonType { .list }

    override var isHashable: Bool { false }

    var count: Int { live?.count ?? frozen.count }

    /// The original data, where nothing in it can have changed.
    var unchanged: [Value]? { live == nil ? frozen : nil }

    /// `index` must be within bounds.
    func item(at index: Int, _ machine: Machine) throws -> Object {
        if let live { return live[index] }
        let value = frozen[index]
        if !machine.keepsIdentity || !value.isContainer { return Object(value) }
        return try thaw(machine)[index]
    }

    /// The items as objects.
    func items(_ machine: Machine) throws -> [Object] { try live ?? thaw(machine) }

    /// Changes the items in place. Storing what can hold others goes through `machine.noteStored`.
    func change<Result>(_ machine: Machine, _ body: (inout [Object]) throws -> Result) throws -> Result {
        var items = try items(machine)
        // Only one may hold the items while they change, or they would be copied.
        live = []
        defer { live = items }
        return try body(&items)
    }

    private func thaw(_ machine: Machine) throws -> [Object] {
        try machine.charge(bytes: frozen.count * 16, steps: frozen.count >> 4)
        let items = frozen.map { Object($0) }
        live = items
        return items
    }

    override func clear() { live = [] }
}

extension Value {
    var isContainer: Bool {
        switch self {
        case .list, .dict: true
        default: false
        }
    }
}
