package import Messages
package import Models
package import Values

/// An engine whose instances are values that the bridge keeps: a step takes a state and gives the next one.
///
/// Nothing that is called here changes anything but the engine's own memory of what it has computed. So an answer may
/// be dropped, and asked for again, and the caller need not be in a transaction and must not be. All is called by one
/// thread, which no call keeps for long: what takes its time is run elsewhere.
package protocol StateEngine: AnyObject {
    /// Reads and checks models, and makes their processes known under their hashes. All problems at once.
    func install(_ sources: [ModelSource], dialect: Dialect) throws(ModelProblems) -> [ProcessInterface]

    /// The correlations that `event` has for the instances that wait for it in each of these definitions: the retrieval
    /// expressions of that message, on its payload. Empty where the model has no rule for it; a failure where the
    /// payload misses a property, which it names, or the definition is not installed.
    func correlations(of event: Event, in definitions: [DefinitionHash]) -> [FoundCorrelations]

    /// Runs a step here and now if it is light.
    /// - Parameter state: reads the bytes of the instance's state before the step. It is asked only if the engine does
    ///   not remember the instance as it was then, and never for a start.
    /// - Returns: nil if the step is not light, or if nothing is run here: `begin` is for it then.
    /// - Throws: `EngineFailure`, or what `state` throws.
    func attempt(_ step: Step, state: () throws -> [UInt8]) throws -> Advance?

    /// Runs steps of different instances elsewhere, several of them at the same time.
    ///
    /// Every step is answered once, in any order, by any thread, also by the calling one and before this returns. The
    /// answer is a failure whose remedy is `later` if there is no room or no worker for the step now. An instance whose
    /// step has not been answered yet must not be given another one.
    func begin(
        _ steps: [NumberedStep],
        _ done: @escaping @Sendable (_ number: UInt64, _ answer: Result<Advance, EngineFailure>) -> Void)

    /// What was answered for this instance last has not become its state. The engine must not take what it remembers
    /// for the state of the same revision that somebody else has made.
    func forget(_ instance: InstanceID)

    /// What a person may see of an instance: where it stands, and its data. Nothing is changed.
    func look(at instance: InstanceReference, now: Timestamp, state: [UInt8]) throws(EngineFailure) -> Value

    /// Runs nothing more elsewhere: what has not begun is answered, with the remedy `later`, what has begun comes to
    /// its end.
    func close()
}

/// What an event is to one definition.
package struct FoundCorrelations: Sendable {
    package var definition: DefinitionHash
    package var answer: Result<Correlations, EngineFailure>

    package init(in definition: DefinitionHash, _ answer: Result<Correlations, EngineFailure>) {
        self.definition = definition
        self.answer = answer
    }
}

/// Is told which step each worker is at, on the worker's own thread: what is under way when the process dies is known.
package protocol StepWatch: Sendable {
    /// - Parameter worker: counted from 0, below the number of threads.
    func begins(_ number: UInt64, worker: Int)
    func ended(worker: Int)
}
