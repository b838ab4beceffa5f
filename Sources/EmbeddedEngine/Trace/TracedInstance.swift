package import EnginePort
package import Messages
package import Models
package import Values

/// One instance by itself, without a store, for who wants to see after each step where it stands.
package struct TracedInstance: Sendable {
    let plan: Plan
    private let turn: @Sendable (Timestamp) -> Turn
    private(set) var instance: Instance

    /// - Parameters:
    ///   - services: what service tasks that are done outside answer, by operation.
    ///   - random: 64 random bits a call, for scripts that ask for chance.
    package init(
        of definition: ProcessDefinition, answers services: TextMap<Value>, at now: Timestamp,
        random: @escaping @Sendable () -> UInt64
    ) throws(ModelProblems) {
        plan = try Plan(definition, answersServices: true)
        turn = { now in
            var turn = Turn(now: now, random: random)
            turn.services = services
            return turn
        }
        instance = Instance(of: plan, turn: turn(now))
    }

    package mutating func begin(with data: Value, at now: Timestamp) throws(EngineFailure) {
        instance.turn = turn(now)
        _ = try instance.begin(by: .none(data: data))
    }

    /// Whether somebody in it waited for the input.
    package mutating func take(_ input: EngineInput, at now: Timestamp) throws(EngineFailure) -> Bool {
        instance.turn = turn(now)
        return try instance.take(input)
    }

    /// What the sender of a message computes: the correlations by the rules of those that wait for it now.
    package mutating func correlationsWaitedFor(by event: Event) throws(EngineFailure) -> Correlations {
        try instance.correlationsWaitedFor(by: event)
    }

    /// The state after a step; a trace has it as canonical JSON: sorted keys, no spaces.
    package mutating func traceLine(_ number: Int, accepted: Bool?) -> Value {
        instance.traceLine(number, accepted: accepted)
    }

    /// As a store would keep it.
    package var state: [UInt8] { InstanceWriter.bytes(of: instance) }

    /// Goes on from a state that was kept.
    package mutating func reopen(_ state: [UInt8], at now: Timestamp) throws(EngineFailure) {
        instance = try InstanceReader.instance(from: state, of: plan, turn: turn(now))
    }
}
