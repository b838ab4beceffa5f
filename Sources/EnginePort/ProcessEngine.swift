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

/// What tells two versions of a process apart: `ProcessDefinition.hash`.
package typealias DefinitionHash = String

/// An instance at one point of its life.
package struct InstanceReference: Sendable, Hashable {
    package var id: InstanceID
    package var definition: DefinitionHash
    /// Counts the inputs it took: 0 after its start.
    package var revision: Int

    package init(id: InstanceID, definition: DefinitionHash, revision: Int) {
        self.id = id
        self.definition = definition
        self.revision = revision
    }
}

/// How an instance begins.
package enum StartInput: Sendable {
    /// By its none start element, with this initial data.
    case none(data: Value)
    /// By the start element that catches this event.
    case event(Event)
}

/// What a running instance is told.
package enum EngineInput: Sendable {
    /// `addressed`: the sender named this instance, so correlations are not asked, only kind and name. An event of
    /// kind `task` is the answer to one; it and an error may name the task by its correlation, a `TaskID`.
    case event(Event, addressed: Bool)
    /// Completes the first ready user, manual or plain task of that element, after merging `data` into it.
    case complete(element: String, data: Value)
    /// The clock is at `now`.
    case time
    /// Sets the instance back to an element: what came after it is dropped, and a token comes to it again, with `data`
    /// in the place of its own, or with the data of what is dropped. Not accepted where nothing has come from it.
    case reset(to: String, data: Value?)
}

/// What an input did.
package struct Advance: Sendable {
    /// False where nobody in the instance waited for the input; then nothing else has changed.
    package var accepted: Bool
    /// The instance's next state, for the store.
    package var state: [UInt8]
    /// What `get_events` gives after the input: thrown and not caught inside, in order.
    package var emitted: [Event]
    /// What it now waits for, from outside.
    package var waits: [Subscription]
    /// When it next needs the clock.
    package var wakeAt: Timestamp?
    package var ended: Bool

    package init(
        accepted: Bool, state: [UInt8], emitted: [Event], waits: [Subscription], wakeAt: Timestamp?, ended: Bool
    ) {
        self.accepted = accepted
        self.state = state
        self.emitted = emitted
        self.waits = waits
        self.wakeAt = wakeAt
        self.ended = ended
    }
}
