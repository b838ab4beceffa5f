/// An expression ready to be evaluated: names resolved to slots, immutable, shared between evaluations.
protocol ExpressionNode: AnyObject, Sendable {
    func evaluate(_ frame: Frame) throws -> Object
}

/// A statement ready to be run.
protocol StatementNode: AnyObject, Sendable {
    var line: Int { get }
    func run(_ frame: Frame) throws -> Completion
}

/// What can be assigned to.
protocol TargetNode: AnyObject, Sendable {
    func assign(_ value: Object, _ frame: Frame) throws
    func delete(_ frame: Frame) throws
}

/// How a statement ended.
enum Completion {
    case normal, breaking, continuing
    case returning(Object)
}

/// Statements in order.
struct Block: Sendable {
    let statements: [any StatementNode]

    func run(_ frame: Frame) throws -> Completion {
        for statement in statements {
            do {
                try frame.machine.step()
                let completion = try statement.run(frame)
                if case .normal = completion { continue }
                return completion
            } catch {
                if frame.machine.failureLine == 0 { frame.machine.failureLine = statement.line }
                throw error
            }
        }
        return .normal
    }
}

/// A whole fragment, resolved.
final class Code: Sendable {
    /// Names of the global slots.
    let globals: [String]
    /// Global slots that the fragment may bind.
    let assigned: [Int]
    let slots: Int
    let keepsIdentity: Bool
    let body: Body

    enum Body: Sendable {
        case expression(any ExpressionNode)
        case block(Block)
    }

    init(globals: [String], assigned: [Int], slots: Int, keepsIdentity: Bool, body: Body) {
        self.globals = globals
        self.assigned = assigned
        self.slots = slots
        self.keepsIdentity = keepsIdentity
        self.body = body
    }
}
