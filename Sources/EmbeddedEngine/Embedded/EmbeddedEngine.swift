package import EnginePort
package import Messages
package import Models
import Python
package import Values

/// The engine in this process: instances as values, the recent ones kept decoded.
package final class EmbeddedEngine: ProcessEngine {
    private let random: @Sendable () -> UInt64
    /// For correlation expressions, which no time is told.
    private let timeless: ScriptHost
    private var plans: TextMap<Plan> = [:]
    /// The plan asked for last: many events in a row are for one process.
    private var latest: Plan?
    private var cache: InstanceCache

    /// - Parameters:
    ///   - remembered: how many decoded instances are kept.
    ///   - random: 64 random bits a call, for scripts that ask for chance.
    package init(
        remembered: Int = 4096, random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) {
        self.cache = InstanceCache(capacity: remembered)
        self.random = random
        self.timeless = ScriptHost(now: { .distantPast }, random: random)
    }

    package func install(_ sources: [ModelSource], dialect: Dialect) throws(ModelProblems) -> [ProcessInterface] {
        try install(try ModelReader.read(sources, dialect: dialect))
    }

    /// Makes processes known that have been read already.
    /// - Parameter before: is told which file a process stands in that is installed next.
    package func install(
        _ definitions: [ProcessDefinition], before: (_ file: String) -> Void = { _ in }
    ) throws(ModelProblems) -> [ProcessInterface] {
        var problems: [ModelProblem] = []
        var read: [Plan] = []
        for definition in definitions {
            if let file = definition.sources.first?.file { before(file) }
            do {
                read.append(try Plan(definition))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw ModelProblems(problems) }
        for plan in read { plans[plan.definition.hash] = plan }
        latest = nil
        return read.map(\.interface)
    }

    package func correlations(of event: Event, in definition: DefinitionHash) throws(EngineFailure) -> Correlations {
        let plan = try plan(definition)
        guard event.kind == .message, let rules = plan.correlationRules[event.name] else { return [:] }
        var budget = Turn.allScripts
        return try rules.correlations(of: event.payload, at: nil, host: timeless, spending: &budget)
    }

    package func start(
        _ definition: DefinitionHash, as id: InstanceID, by start: StartInput, at now: Timestamp
    ) throws(EngineFailure) -> Advance {
        var instance = Instance(of: try plan(definition), turn: turn(of: id, at: now))
        let accepted = try instance.begin(by: start)
        return keep(
            consume instance, as: InstanceReference(id: id, definition: definition, revision: 0), accepted: accepted)
    }

    package func advance(
        _ reference: InstanceReference, by input: EngineInput, at now: Timestamp, state: () throws -> [UInt8]
    ) throws -> Advance {
        var instance: Instance
        if let known = cache.take(reference) {
            instance = known
            instance.turn = turn(of: reference.id, at: now)
        } else {
            instance = try decoded(reference, try state(), turn(of: reference.id, at: now))
        }
        // What fails half-way is dropped with `instance`; the next input reads the stored state again.
        let accepted = try instance.take(input)
        var next = reference
        if accepted { next.revision += 1 }
        return keep(instance, as: next, accepted: accepted)
    }

    package func look(
        at reference: InstanceReference, now: Timestamp, state: [UInt8]
    ) throws(EngineFailure) -> Value {
        try decoded(reference, state, turn(of: reference.id, at: now)).look()
    }

    private func decoded(
        _ reference: InstanceReference, _ state: [UInt8], _ turn: Turn
    ) throws(EngineFailure) -> Instance {
        try InstanceReader.instance(from: state, of: try plan(reference.definition), turn: turn)
    }

    /// Remembers the instance and says what it has become.
    private func keep(
        _ instance: consuming Instance, as reference: InstanceReference, accepted: Bool
    ) -> Advance {
        let advance = Advance(
            accepted: accepted, state: InstanceWriter.bytes(of: instance), emitted: instance.getEvents(),
            waits: instance.subscriptions(), wakeAt: instance.wakeAt, ended: instance.ended)
        // An instance that has ended gets no further input.
        if !instance.ended { cache.put(instance, as: reference) }
        return advance
    }

    private func turn(of instance: InstanceID, at now: Timestamp) -> Turn {
        Turn(now: now, of: instance, random: random)
    }

    private func plan(_ hash: DefinitionHash) throws(EngineFailure) -> Plan {
        if let latest, latest.definition.hash == hash { return latest }
        guard let plan = plans[hash] else {
            throw EngineFailure(
                kind: .state, element: nil,
                message: "the process definition \(hash) is not installed; install the models it was read from")
        }
        latest = plan
        return plan
    }
}
