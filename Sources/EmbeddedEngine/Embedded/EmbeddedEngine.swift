package import EnginePort
package import Messages
package import Models
import Python
package import Values

/// The engine in this process: instances as values. Light steps are run where they are asked for, the recent instances
/// being kept decoded; heavy ones on a few threads of its own.
package final class EmbeddedEngine: StateEngine {
    /// For correlation expressions, which are told neither time nor chance.
    private let timeless = ScriptHost(now: .distantPast, seed: 0)
    /// The time and the chance of the step that is run here.
    private let host = ScriptHost(now: .distantPast, seed: 0)
    /// What a step may use here.
    private let allowance: Allowance
    private let pool: StepPool?
    private var plans: TextMap<Plan> = [:]
    /// The plan asked for last: many events in a row are for one process.
    private var latest: Plan?
    private var cache: InstanceCache
    private var heavy = HeavySteps()
    private var isClosed = false

    /// - Parameters:
    ///   - remembered: how many decoded instances are kept.
    ///   - threads: how many run heavy steps; with 0 every step is run where it is asked for.
    ///   - watch: is told what each thread is at.
    package convenience init(
        remembered: Int = 4096, threads: Int = 0, watch: (any StepWatch)? = nil
    ) {
        self.init(
            remembered: remembered, allowance: threads > 0 ? .light : .whole,
            pool: threads > 0 ? StepPool(threads: threads, watch: watch) : nil)
    }

    init(remembered: Int, allowance: Allowance, pool: StepPool?) {
        self.cache = InstanceCache(capacity: remembered)
        self.allowance = allowance
        self.pool = pool
    }

    deinit { pool?.close() }

    package func close() {
        isClosed = true
        pool?.close()
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

    package func correlations(of event: Event, in definitions: [DefinitionHash]) -> [FoundCorrelations] {
        definitions.map { definition in
            do throws(EngineFailure) {
                return FoundCorrelations(in: definition, .success(try correlations(of: event, in: definition)))
            } catch {
                return FoundCorrelations(in: definition, .failure(error))
            }
        }
    }

    private func correlations(of event: Event, in definition: DefinitionHash) throws(EngineFailure) -> Correlations {
        let plan = try plan(definition)
        guard event.kind == .message, let rules = plan.correlationRules[event.name] else { return [:] }
        var budget = Turn.allScripts
        return try rules.correlations(of: event.payload, at: nil, host: timeless, spending: &budget)
    }

    package func attempt(_ step: Step, state: () throws -> [UInt8]) throws -> Advance? {
        let plan = try plan(step.instance.definition)
        if !heavy.isEmpty, let pool {
            heavy.note(pool.takeReports())
            if heavy.contains(step) { return nil }
        }
        host.restart(now: step.at, seed: step.seed)
        let turn = Turn(now: step.at, of: step.instance.id, host: host, allowance: allowance)
        switch step.input {
        case .start(let start):
            var instance = Instance(of: plan, turn: turn)
            guard
                let accepted = try run(
                    step, of: &instance,
                    { (instance) throws(EngineFailure) in
                        try instance.begin(by: start)
                    })
            else { return nil }
            return keep(instance, as: step.instance, accepted: accepted)
        case .advance(let input):
            guard var instance = try instance(step.instance, of: plan, turn, state),
                let accepted = try run(
                    step, of: &instance,
                    { (instance) throws(EngineFailure) in
                        try instance.take(input)
                    })
            else { return nil }
            return keep(instance, as: accepted ? step.result : step.instance, accepted: accepted)
        }
    }

    /// - Returns: whether the step was accepted; nil if it is too heavy to be run here.
    @inline(__always)
    private func run(
        _ step: Step, of instance: inout Instance, _ take: (inout Instance) throws(EngineFailure) -> Bool
    ) throws(EngineFailure) -> Bool? {
        do throws(EngineFailure) {
            let accepted = try take(&instance)
            if !instance.turn.hasOverdrawn { return accepted }
        } catch {
            guard instance.turn.hasOverdrawn else { throw error }
        }
        heavy.add(step)
        return nil
    }

    /// The instance before the step. Nil if its state is so large that reading and writing it is work for elsewhere.
    @inline(__always)
    private func instance(
        _ reference: InstanceReference, of plan: Plan, _ turn: Turn, _ state: () throws -> [UInt8]
    ) throws -> Instance? {
        if var known = cache.take(reference) {
            known.turn = turn
            known.turn.effort -= known.size / Effort.bytes
            return known.turn.effort < 0 ? nil : known
        }
        let bytes = try state()
        var turn = turn
        turn.effort -= bytes.count / Effort.bytes
        return turn.effort < 0 ? nil : try InstanceReader.instance(from: bytes, of: plan, turn: turn)
    }

    package func begin(
        _ steps: [NumberedStep],
        _ done: @escaping @Sendable (_ number: UInt64, _ answer: Result<Advance, EngineFailure>) -> Void
    ) {
        if let pool { heavy.note(pool.takeReports()) }
        for step in steps {
            // The answer may become the instance's next state, and not what is remembered here.
            cache.forget(step.step.instance.id)
            do throws(EngineFailure) {
                let job = StepJob(step, of: try plan(step.step.instance.definition), done)
                if isClosed { throw StepPool.closed }
                if let pool { try pool.begin(job) } else { job.run() }
            } catch {
                done(step.number, .failure(error))
            }
        }
    }

    package func forget(_ instance: InstanceID) { cache.forget(instance) }

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
        let advance = instance.advance(accepted: accepted)
        // An instance that has ended gets no further input.
        if !instance.ended { cache.put(instance, as: reference) }
        return advance
    }

    private func turn(of instance: InstanceID, at now: Timestamp) -> Turn {
        Turn(now: now, of: instance, random: { 0 })
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
