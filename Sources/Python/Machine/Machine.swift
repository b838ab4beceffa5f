import Messages
import Values

/// One evaluation: its variables, its budgets, its clock.
final class Machine {
    let host: ScriptHost
    let code: Code
    /// Global variables by slot; gone when the evaluation is over.
    private(set) var globals: Frame?
    /// Whether objects reached twice must be the same object. An expression that changes nothing can do without.
    let keepsIdentity: Bool
    /// What is left of the budget; below 0 once it is used up.
    private(set) var steps: Int
    private(set) var bytes: Int
    private var calls: Int
    /// Whether the budget did not allow what was asked for, whatever became of it then.
    private(set) var wasExhausted = false
    /// The exception object that a `PendingException` stands for.
    var pending: ExceptionObject?
    /// The line of the statement that failed first; 0: none has.
    var failureLine = 0
    /// Why variables without a value have none, by slot; not for names that are not there.
    private(set) var unreadable: [Int: String] = [:]
    private var existingLedger: Ledger?
    private let stackBase: UInt

    /// Asks `scope` once for every free name.
    init(code: Code, scope: borrowing some ScriptScope, host: ScriptHost, budget: ScriptBudget) {
        self.host = host
        self.code = code
        self.keepsIdentity = code.keepsIdentity
        self.steps = budget.steps
        self.bytes = budget.bytes
        self.calls = budget.depth
        self.stackBase = StackGuard.here()
        let frame = Frame.make(self, slots: code.globals.count)
        for (slot, name) in code.globals.enumerated() {
            if let value = scope.value(of: name) {
                frame[slot] = Object(value, unreadable: scope.unreadableEntries(of: name))
            } else if let reason = scope.whyUnreadable(name) {
                unreadable[slot] = reason
            }
        }
        globals = frame
    }

    /// The frame of the fragment itself, for the variables of its comprehensions; where there are none, any frame will do.
    func rootFrame() -> Frame {
        if code.slots == 0, let globals { return globals }
        return Frame.make(self, slots: code.slots)
    }

    var ledger: Ledger {
        if let existingLedger { return existingLedger }
        let ledger = Ledger()
        existingLedger = ledger
        return ledger
    }

    /// Counts one step.
    @inline(__always)
    func step() throws {
        steps &-= 1
        if steps < 0 { throw exhausted("too many steps") }
    }

    /// Counts memory before it is taken, and the work of filling it.
    func charge(bytes count: Int, steps work: Int = 0) throws {
        bytes -= min(count, bytes + 1)
        if bytes < 0 { throw exhausted("too much memory") }
        steps -= min(work, steps + 1)
        if steps < 0 { throw exhausted("too many steps") }
    }

    /// Counts the work of looking at `count` elements.
    func charge(steps count: Int) throws { try charge(bytes: 0, steps: count) }

    /// Refuses what would not fit, without counting it yet.
    func requireRoom(for count: Int) throws {
        if count > bytes { throw exhausted("too much memory") }
    }

    /// The budget does not allow it.
    func exhausted(_ message: String) -> Exhausted {
        wasExhausted = true
        return Exhausted(message: message)
    }

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
        if value.reference != nil { ledger.noteStored(in: container) }
    }

    /// To be told of frames that a function keeps.
    func noteCaptured(_ frame: Frame) { ledger.noteCaptured(frame) }

    /// Breaks cycles.
    func finish() {
        existingLedger?.finish()
        existingLedger = nil
        pending = nil
        globals = nil
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
