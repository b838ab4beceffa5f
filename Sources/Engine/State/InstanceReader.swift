import Events
import OrderedCollections

/// Reads what `InstanceWriter` wrote. Everything is checked against the plan: damaged bytes fail, they never trap.
struct InstanceReader {
    private var reader: ByteReader
    private var previous: TaskData = [:]
    private let plan: Plan

    static func instance(from bytes: [UInt8], of plan: Plan, turn: Turn) throws(EngineFailure) -> Instance {
        var reader = InstanceReader(reader: ByteReader(bytes), plan: plan)
        do throws(CodingProblem) {
            return try reader.instance(turn)
        } catch {
            throw EngineFailure(
                kind: .state, element: nil, message: "the stored state of the instance cannot be read: \(error)")
        }
    }

    private mutating func instance(_ turn: Turn) throws(CodingProblem) -> Instance {
        let version = try reader.byte()
        guard version == InstanceWriter.version else {
            throw reader.problem("version \(version) of the format is not known to this program")
        }
        var instance = Instance(of: plan, turn: turn)
        instance.ended = try reader.flag()
        if instance.ended {
            instance.scopes[0].isRunning = false
            instance.result = try reader.entries()
        } else {
            instance.counter = try reader.unsigned()
            let counts = try scopes(into: &instance)
            for (scope, count) in counts.enumerated() {
                for _ in 0..<count { try token(into: scope, of: &instance) }
            }
            try checkLinks(of: instance)
        }
        guard reader.isAtEnd else { throw reader.problem("more follows") }
        return instance
    }

    /// Reads the scopes; returns how many tokens each has.
    private mutating func scopes(into instance: inout Instance) throws(CodingProblem) -> [Int] {
        var scopes: [RunningScope] = []
        var counts: [Int] = []
        for number in 0..<(try reader.count()) {
            let position = try reader.position(below: plan.definition.scopes.count, "scope")
            let owner = try reader.ordinal()
            var scope = RunningScope(scope: position, owner: owner, depth: 0, serial: try reader.unsigned())
            guard (number == 0) == (owner < 0), number > 0 || position == 0 else {
                throw reader.problem("a scope has no owner, or the process has one")
            }
            scope.correlations = try reader.correlations()
            for _ in 0..<(try reader.count()) { scope.arrivals.append(try data()) }
            scopes.append(scope)
            counts.append(try reader.count())
        }
        guard !scopes.isEmpty else { throw reader.problem("there is no scope") }
        instance.scopes = scopes
        return counts
    }

    private mutating func token(into scope: RunningScopeIndex, of instance: inout Instance) throws(CodingProblem) {
        let element = try reader.position(below: plan.nodes.count, "element")
        let code = try reader.byte()
        guard let role = Token.Role(rawValue: code >> 4), let state = TokenState(rawValue: code & 0xF) else {
            throw reader.problem("unknown state \(code)")
        }
        var token = Token(element: element, scope: scope, state: state, data: [:])
        token.role = role
        token.flow = Int32(truncatingIfNeeded: try reader.position(below: plan.definition.flows.count + 1, "flow") - 1)
        token.parent = Int32(truncatingIfNeeded: try reader.ordinal())
        token.memory = try memory()
        token.data = try data()
        guard plan.nodes[element].scope == instance.scopes[scope].scope, plan.nodes[element].mayRest(as: token) else {
            throw reader.problem("a token is where no token can be")
        }
        _ = instance.tokens.append(token, to: &instance.scopes[scope].list)
        if state == .waiting, plan.nodes[element].watches { instance.scopes[scope].watchers += 1 }
    }

    private mutating func memory() throws(CodingProblem) -> Token.Memory {
        switch try reader.byte() {
        case 0: return .nothing
        case 1: return .caught(try reader.value())
        case 2: return .arrived(order: try reader.unsigned())
        case let code: throw reader.problem("unknown kind of memory \(code)")
        }
    }

    private mutating func data() throws(CodingProblem) -> TaskData {
        switch try reader.byte() {
        case 0: previous = try reader.entries()
        case 1: break
        case 2: previous = try difference()
        case let code: throw reader.problem("unknown kind of data \(code)")
        }
        return previous
    }

    private mutating func difference() throws(CodingProblem) -> TaskData {
        let count = try reader.count()
        var data = TaskData(minimumCapacity: count)
        for _ in 0..<count {
            let code = try reader.position(below: previous.count * 2 + 1, "variable")
            if code == 0 {
                let name = try reader.text()
                data[name] = try reader.value()
                continue
            }
            let entry = previous.elements[(code - 1) / 2]
            data[entry.key] = code % 2 == 1 ? entry.value : try reader.value()
        }
        return data
    }

    /// Owners and parents must be there, and lie outside what they own.
    private func checkLinks(of instance: Instance) throws(CodingProblem) {
        for scope in instance.scopes where scope.owner >= 0 {
            guard scope.owner < instance.tokens.count else { throw reader.problem("a scope's owner is not there") }
        }
        for token in instance.tokens.slots where token.parent >= 0 {
            guard Int(token.parent) < instance.tokens.count,
                instance.tokens[Int(token.parent)].scope == token.scope
            else { throw reader.problem("a token's parent is not there") }
        }
    }
}

extension ByteReader {
    fileprivate mutating func position(below limit: Int, _ what: String) throws(CodingProblem) -> Int {
        let number = try unsigned()
        guard number < UInt64(limit) else { throw problem("there is no \(what) \(number)") }
        return Int(number)
    }

    /// The number of a token, counted from 1; -1 for none.
    fileprivate mutating func ordinal() throws(CodingProblem) -> Int {
        try position(below: Int(Int32.max), "token") - 1
    }
}

extension Node {
    /// Whether a token can be at this element in that state while the instance rests.
    fileprivate func mayRest(as token: Token) -> Bool {
        switch (token.role, token.state) {
        case (.element, .waiting): !trigger.isNone || behaviour.isJoin
        case (.element, .ready): isManual
        default: false
        }
    }
}
