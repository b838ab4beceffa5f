import EnginePort
import Messages
import Values

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
        guard (1...InstanceWriter.version).contains(version) else {
            throw reader.problem("version \(version) of the format is not known to this program")
        }
        var instance = Instance(of: plan, turn: turn)
        instance.ended = try reader.flag()
        if instance.ended {
            instance.scopes[0].isRunning = false
            instance.result = try reader.entries()
        } else {
            instance.counter = try reader.unsigned()
            let counts = try scopes(into: &instance, version)
            for (scope, count) in counts.enumerated() {
                for _ in 0..<count { try token(into: scope, of: &instance, version) }
            }
            try checkLinks(of: &instance)
        }
        guard reader.isAtEnd else { throw reader.problem("more follows") }
        return instance
    }

    /// Reads the scopes; returns how many tokens each has.
    private mutating func scopes(into instance: inout Instance, _ version: UInt8) throws(CodingProblem) -> [Int] {
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
            scope.objects = try reader.entries()
            for _ in 0..<(try reader.count()) {
                let element = version == 1 ? 0 : try reader.position(below: plan.nodes.count + 1, "element")
                scope.arrivals.append(.init(element: Int32(truncatingIfNeeded: element - 1), data: try data()))
            }
            scopes.append(scope)
            counts.append(try reader.count())
        }
        guard !scopes.isEmpty else { throw reader.problem("there is no scope") }
        instance.scopes = scopes
        return counts
    }

    private mutating func token(
        into scope: RunningScopeIndex, of instance: inout Instance, _ version: UInt8
    ) throws(CodingProblem) {
        let element = try reader.position(below: plan.nodes.count, "element")
        let code = try reader.byte()
        guard let role = Token.Role(rawValue: code >> 4), let state = TokenState(rawValue: code & 0xF) else {
            throw reader.problem("unknown state \(code)")
        }
        var token = Token(element: element, scope: scope, state: state, data: [:])
        token.role = role
        token.flow = Int32(truncatingIfNeeded: try reader.position(below: plan.definition.flows.count + 1, "flow") - 1)
        token.parent = Int32(truncatingIfNeeded: try reader.ordinal())
        if token.parent >= 0 { token.item = Int32(truncatingIfNeeded: try reader.ordinal()) }
        token.memory = try reader.memory()
        if version == 1, role == .element, state == .ready, case .nothing = token.memory {
            token.memory = .task(number: instance.nextCount())
        }
        token.data = try data()
        guard plan.nodes[element].scope == instance.scopes[scope].scope, plan.nodes[element].mayRest(as: token) else {
            throw reader.problem("a token is where no token can be")
        }
        let index = instance.tokens.append(token, to: &instance.scopes[scope].list)
        if state == .waiting { instance.countWaiting(index, plan.nodes[element], by: 1) }
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
            let entry = previous[(code - 1) / 2]
            data[entry.key] = code % 2 == 1 ? entry.value : try reader.value()
        }
        return data
    }

    /// Owners and parents must be there, and lie outside what they own.
    private func checkLinks(of instance: inout Instance) throws(CodingProblem) {
        for (index, scope) in instance.scopes.enumerated() where scope.owner >= 0 {
            guard scope.owner < instance.tokens.count else { throw reader.problem("a scope's owner is not there") }
            let owner = instance.tokens[scope.owner]
            guard case .scope(Int32(truncatingIfNeeded: index)) = owner.memory, Int(owner.scope) < index,
                plan.nodes[Int(owner.element)].behaviour.innerScope == scope.scope
            else { throw reader.problem("a scope's owner is another") }
            instance.scopes[index].depth = instance.scopes[Int(owner.scope)].depth + 1
        }
        for (index, token) in instance.tokens.slots.enumerated() {
            if case .scope(let inner) = token.memory {
                guard Int(inner) < instance.scopes.count, instance.scopes[Int(inner)].owner == index else {
                    throw reader.problem("a token's scope is another's")
                }
            }
            guard token.parent >= 0 else { continue }
            guard Int(token.parent) < instance.tokens.count, instance.tokens[Int(token.parent)].scope == token.scope,
                plan.nodes[Int(token.element)].belongs(token, to: instance.tokens[Int(token.parent)])
            else { throw reader.problem("a token's parent is another") }
        }
    }
}

extension ByteReader {
    /// The number of a token, counted from 1; -1 for none.
    fileprivate mutating func ordinal() throws(CodingProblem) -> Int {
        try position(below: Int(Int32.max), "token") - 1
    }
}

extension Node {
    /// Whether a token can be at this element in that state while the instance rests.
    fileprivate func mayRest(as token: Token) -> Bool {
        switch (token.role, token.state, token.memory) {
        case (.element, .waiting, .arrived): behaviour.isJoin
        case (.element, .waiting, .parts(let parts)): trigger.partCount == parts.count
        case (.element, .waiting, .alarm): hasTimer && trigger.partCount == nil
        case (.element, .waiting, .fired): !trigger.conditions.isEmpty && trigger.partCount == nil
        case (.element, .waiting, .nothing): !trigger.isNone && trigger.partCount == nil && !hasTimer
        case (.element, .ready, .task): isManual
        case (.element, .waiting, .task): outsideName != nil && !isManual
        case (.element, .started, .scope): behaviour.innerScope != nil
        case (.loop, .started, .loop(let progress)): fits(progress)
        case (.standby, .waiting, .nothing): standsBy && !hasTimer
        case (.standby, .waiting, .alarm): standsBy && hasTimer
        case (.standby, .waiting, .fired): standsBy && !trigger.conditions.isEmpty
        default: false
        }
    }

    private var standsBy: Bool { behaviour is EventSubprocessElement && trigger.partCount == nil }

    private func fits(_ progress: LoopProgress) -> Bool {
        switch loop {
        case .standard: progress.items == nil
        case .multiInstance: progress.items.map { progress.begun <= $0.count } ?? false
        case nil: false
        }
    }

    /// A boundary token belongs to its activity's, an instance to its loop's.
    fileprivate func belongs(_ token: Token, to parent: Token) -> Bool {
        guard parent.parent < 0 else { return false }
        if let attachedTo { return attachedTo == Int(parent.element) && parent.role != .standby }
        return parent.role == .loop && parent.element == token.element && token.role == .element
    }
}

extension Trigger {
    /// How many things it waits for, where they are several.
    fileprivate var partCount: Int? {
        if case .several(let triggers, _) = self { triggers.count } else { nil }
    }
}
