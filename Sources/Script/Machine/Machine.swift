import Events

/// One evaluation: its variables, its budgets, its clock.
final class Machine {
    let host: ScriptHost
    /// Where globals come from; emptied before the results are written back.
    var scope: any ScriptScope
    /// Global variables by slot; nil: not asked for yet, or not there.
    var globals: [Object?]
    let names: [String]
    /// Global slots in the order in which they were bound, and those that were unbound again.
    var bound: [Int] = []
    var isBound: [Bool]
    var unbound: Set<Int> = []
    /// Whether objects reached twice must be the same object. An expression that changes nothing can do without.
    let keepsIdentity: Bool
    private var steps: Int
    private var bytes: Int
    var calls: Int
    /// The exception object that a `PendingException` stands for.
    var pending: ExceptionObject?
    /// The exceptions being handled, for a bare `raise`.
    var handling: [ExceptionObject] = []
    /// The line of the statement that failed first; 0: none has.
    var failureLine = 0
    /// Containers whose `repr` is under way.
    var representing: Set<ObjectIdentifier> = []
    /// What may be part of a cycle; let go of at the end.
    private var suspects: [Reference] = []
    private var frames: [Frame] = []
    private let stackBase: UInt

    init(code: Code, scope: any ScriptScope, host: ScriptHost, budget: ScriptBudget) {
        self.host = host
        self.scope = scope
        self.names = code.globals
        self.globals = [Object?](repeating: nil, count: code.globals.count)
        self.isBound = [Bool](repeating: false, count: code.globals.count)
        self.keepsIdentity = code.keepsIdentity
        self.steps = budget.steps
        self.bytes = budget.bytes
        self.calls = budget.depth
        self.stackBase = StackGuard.here()
    }

    /// Counts one step.
    @inline(__always)
    func step() throws {
        steps &-= 1
        if steps < 0 { throw Exhausted(message: "too many steps") }
    }

    /// Counts memory before it is taken, and the work of filling it.
    func charge(bytes count: Int, steps work: Int = 0) throws {
        bytes -= min(count, bytes + 1)
        if bytes < 0 { throw Exhausted(message: "too much memory") }
        steps -= min(work, steps + 1)
        if steps < 0 { throw Exhausted(message: "too many steps") }
    }

    /// Refuses what would not fit, without counting it yet.
    func requireRoom(for count: Int) throws {
        if count > bytes { throw Exhausted(message: "too much memory") }
    }

    /// Counts the work of looking at `count` elements.
    func charge(steps count: Int) throws { try charge(bytes: 0, steps: count) }

    /// Enters a function of the script's, unless too many are entered already.
    func enter() throws {
        guard calls > 0 else { throw Raise(.recursionError, "maximum recursion depth exceeded") }
        try guardStack()
        calls -= 1
    }

    func leave() { calls += 1 }

    /// Refuses to go deeper when the thread's stack may not have room.
    func guardStack() throws {
        guard StackGuard.hasRoom(since: stackBase) else {
            throw Raise(.recursionError, "maximum recursion depth exceeded")
        }
    }

    /// To be told of whatever is stored in something that exists already: only so can a cycle arise.
    func noteStored(_ value: Object, in container: Reference) {
        if value.reference != nil { suspects.append(container) }
    }

    /// To be told of frames that a function keeps.
    func noteCaptured(_ frame: Frame) { frames.append(frame) }

    /// Breaks cycles.
    func finish() {
        for suspect in suspects { suspect.clear() }
        for frame in frames { frame.locals = [] }
        globals = []
        pending = nil
        handling = []
        suspects = []
        frames = []
    }

    /// The depth of a new object that holds `child`.
    static func depth(over child: Object) throws -> Int { try checked(depth: child.depth + 1) }

    static func depth(over children: [Object]) throws -> Int {
        var depth = 0
        for child in children { depth = max(depth, child.depth) }
        return try checked(depth: depth + 1)
    }

    static let deepest = 250

    private static func checked(depth: Int) throws -> Int {
        if depth > deepest { throw Raise(.recursionError, "objects nest too deeply") }
        return depth
    }
}
