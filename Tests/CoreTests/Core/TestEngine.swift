import EmbeddedEngine
import EnginePort
import Messages
import Models
import Values

/// The embedded engine, with the test in the place of its threads.
final class TestEngine: StateEngine {
    typealias Done = @Sendable (_ number: UInt64, _ answer: Result<Advance, EngineFailure>) -> Void

    let inner: EmbeddedEngine
    /// No process begins.
    var isUnwilling = false
    /// Which steps are run elsewhere.
    var goesElsewhere: (Step) -> Bool = { _ in false }
    /// What each of them is answered instead.
    var refusal: EngineFailure?
    /// Why it cannot say what an event is to anybody, if so.
    var silence: EngineFailure?
    /// Steps that were begun and are not answered.
    private(set) var begun: [(step: NumberedStep, done: Done)] = []
    /// How many steps there ever were at once.
    private(set) var most = 0
    /// What was given to an instance for which another step was under way.
    private(set) var atOnce: [InstanceID] = []
    /// What it was told to forget, as it was taken back.
    private(set) var forgotten: [InstanceID] = []

    init(remembered: Int = 4096) { inner = EmbeddedEngine(remembered: remembered) }

    func install(_ sources: [ModelSource], dialect: Dialect) throws(ModelProblems) -> [ProcessInterface] {
        try inner.install(sources, dialect: dialect)
    }

    func correlations(of event: Event, in definitions: [DefinitionHash]) -> [FoundCorrelations] {
        if let silence { return definitions.map { FoundCorrelations(in: $0, .failure(silence)) } }
        return inner.correlations(of: event, in: definitions)
    }

    func attempt(_ step: Step, state: () throws -> [UInt8]) throws -> Advance? {
        if begun.contains(where: { $0.step.step.instance.id == step.instance.id }) { atOnce.append(step.instance.id) }
        if goesElsewhere(step) { return nil }
        var advance = try inner.attempt(step, state: state)
        if isUnwilling, case .start = step.input { advance?.accepted = false }
        return advance
    }

    func begin(_ steps: [NumberedStep], _ done: @escaping Done) {
        for step in steps {
            // Somebody waits for it.
            if step.number == 0 {
                inner.begin([step], done)
                continue
            }
            if begun.contains(where: { $0.step.step.instance.id == step.step.instance.id }) {
                atOnce.append(step.step.instance.id)
            }
            begun.append((step, done))
        }
        most = max(most, begun.count)
    }

    /// One of the steps comes to its end.
    func answer(_ index: Int = 0) {
        let (step, done) = begun.remove(at: index)
        if let refusal { return done(step.number, .failure(refusal)) }
        inner.begin([step], done)
    }

    func forget(_ instance: InstanceID) {
        forgotten.append(instance)
        inner.forget(instance)
    }

    func look(at instance: InstanceReference, now: Timestamp, state: [UInt8]) throws(EngineFailure) -> Value {
        try inner.look(at: instance, now: now, state: state)
    }

    func close() {}
}
