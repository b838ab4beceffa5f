import EnginePort
import Messages
import Python
import Values

extension Instance {
    /// Runs statements on a token's data, which are unchanged if they fail.
    mutating func run(_ program: ScriptProgram, on token: TokenIndex) throws(EngineFailure) {
        let host = turn.host
        turn.scripts.steps -= Turn.perEvaluation
        let changes: [ScriptProgram.Change]
        do {
            changes = try program.run(on: &tokens[token].data, host: host, spending: &turn.scripts)
        } catch {
            throw failure(error, at: token)
        }
        for case (_, let value?) in changes where measure(value) == nil {
            throw Nesting.failure(at: node(of: token).id, "the data")
        }
    }

    mutating func evaluate(_ expression: ScriptExpression, at token: TokenIndex) throws(EngineFailure) -> Value {
        turn.scripts.steps -= Turn.perEvaluation
        do {
            return try expression.evaluate(in: tokens[token].data, host: turn.host, spending: &turn.scripts)
        } catch {
            throw failure(error, at: token)
        }
    }

    /// Whether a condition is true; it sees the data objects of its own scope too.
    mutating func holds(_ condition: ScriptExpression, at token: TokenIndex) throws(EngineFailure) -> Bool {
        let objects = scopes[scope(of: token)].objects
        if objects.isEmpty { return pythonTruth(try evaluate(condition, at: token)) }
        turn.scripts.steps -= Turn.perEvaluation
        do {
            let scope = DataWithObjects(data: tokens[token].data, objects: objects)
            return pythonTruth(try condition.evaluate(in: scope, host: turn.host, spending: &turn.scripts))
        } catch {
            throw failure(error, at: token)
        }
    }

    /// The flows whose conditions hold and those without one; the default where no condition holds.
    mutating func chooseByCondition(_ token: TokenIndex, _ node: Node) throws(EngineFailure) -> Choice {
        var chosen: [Int] = []
        var anyHolds = false
        for (position, flow) in node.outgoing.enumerated() where !flow.isDefault {
            guard let condition = flow.condition else {
                chosen.append(position)
                continue
            }
            if try holds(condition, at: token) {
                anyHolds = true
                chosen.append(position)
            }
        }
        if !anyHolds, let standard = node.outgoing.firstIndex(where: \.isDefault) { chosen.append(standard) }
        guard !chosen.isEmpty else {
            throw EngineFailure(
                kind: .model, element: node.id,
                message: "no condition of its outgoing flows holds, and none of them is the default")
        }
        return .some(chosen)
    }

    /// The model cannot go on at this token.
    func failure(at token: TokenIndex, _ message: String) -> EngineFailure {
        EngineFailure(kind: .model, element: node(of: token).id, message: message)
    }

    /// A script, or what is called `title`, failed at this token.
    func failure(_ failure: ScriptFailure, in title: String? = nil, at token: TokenIndex) -> EngineFailure {
        let message = (title.map { $0 + ": " } ?? "") + failure.description
        guard failure.exception == "BudgetExceeded" else {
            return EngineFailure(kind: .script, element: node(of: token).id, message: message)
        }
        let isTogether = turn.scripts.steps <= 0 || turn.scripts.bytes <= 0
        let together =
            "; all scripts of one input together have used up \(Turn.allScripts.steps) steps or "
            + "\(Turn.allScripts.bytes >> 20) MiB: is this element in an endless loop?"
        return EngineFailure(
            kind: .budget, element: node(of: token).id, message: message + (isTogether ? together : ""))
    }
}

/// A token's data in front of the data objects of its scope.
private struct DataWithObjects: ScriptScope {
    let data: TaskData
    let objects: TaskData

    func value(of name: String) -> Value? { data[name] ?? objects[name] }
}
