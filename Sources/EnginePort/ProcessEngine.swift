package import Messages
package import Models
package import Values

/// All the bridge knows of an engine. State is a value: the bridge keeps what it is given or drops it, and a call
/// that throws has changed nothing.
///
/// The bridge calls it from one thread. The embedded engine answers at once; an engine that lives elsewhere blocks
/// until its worker answers.
package protocol ProcessEngine: AnyObject {
    /// Reads and checks models, and makes their processes known under their hashes. All problems at once.
    func install(_ sources: [ModelSource], dialect: Dialect) throws(ModelProblems) -> [ProcessInterface]

    /// The correlations that `event` has for whoever waits for it in `definition`: the retrieval expressions of
    /// that message, on its payload. Empty where the model has no rule for it.
    /// - Throws: where the payload misses a property, naming it.
    func correlations(of event: Event, in definition: DefinitionHash) throws(EngineFailure) -> Correlations

    /// Starts an instance and runs it to rest.
    func start(_ definition: DefinitionHash, as id: InstanceID, by start: StartInput, at now: Timestamp)
        throws(EngineFailure) -> Advance

    /// Gives a running instance one input and runs it to rest.
    /// - Parameter state: reads the bytes of `instance.revision`, asked only where the engine does not hold them.
    func advance(
        _ instance: InstanceReference, by input: EngineInput, at now: Timestamp, state: () throws -> [UInt8]
    ) throws -> Advance

    /// What a person may see of an instance: where it stands, and its data. Nothing is changed.
    func look(at instance: InstanceReference, now: Timestamp, state: [UInt8]) throws(EngineFailure) -> Value
}
