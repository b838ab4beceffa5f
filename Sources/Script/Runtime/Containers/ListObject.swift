import Events

/// A list. One that came from outside stays as it is until it is changed, or until a container in it is reached.
final class ListObject: Reference {
    private var frozen: [Value]
    private(set) var isFrozen: Bool
    private var live: [Object]

    init(frozen: [Value]) {
        self.frozen = frozen
        self.isFrozen = true
        self.live = []
        super.init(depth: 1)
    }

    init(_ items: [Object], depth: Int) {
        self.frozen = []
        self.isFrozen = false
        self.live = items
        super.init(depth: depth)
    }

    override var type: PythonType { .list }

    override var isHashable: Bool { false }

    var count: Int { isFrozen ? frozen.count : live.count }

    /// The original data, where nothing in it can have changed.
    var unchanged: [Value]? { isFrozen ? frozen : nil }

    /// `index` must be within bounds.
    func item(at index: Int, _ machine: Machine) throws -> Object {
        if isFrozen {
            let value = frozen[index]
            if !value.isContainer || !machine.keepsIdentity { return Object(value) }
            try thaw(machine)
        }
        return live[index]
    }

    /// The items as objects.
    func items(_ machine: Machine) throws -> [Object] {
        if isFrozen { try thaw(machine) }
        return live
    }

    /// Changes the items in place. Storing what can hold others goes through `machine.noteStored`.
    func change<Result>(_ machine: Machine, _ body: (inout [Object]) throws -> Result) throws -> Result {
        if isFrozen { try thaw(machine) }
        return try body(&live)
    }

    private func thaw(_ machine: Machine) throws {
        try machine.charge(bytes: frozen.count * 16, steps: frozen.count >> 4)
        live = frozen.map { Object($0) }
        frozen = []
        isFrozen = false
    }

    override func clear() {
        live = []
        frozen = []
    }
}

extension Value {
    var isContainer: Bool {
        switch self {
        case .list, .dict: true
        default: false
        }
    }
}
