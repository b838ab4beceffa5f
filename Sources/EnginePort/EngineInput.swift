package import Messages
package import Values

/// How an instance begins.
package enum StartInput: Sendable, Hashable {
    /// By its none start element, with this initial data.
    case none(data: Value)
    /// By the start element that catches this event.
    case event(Event)
}

/// What a running instance is told.
package enum EngineInput: Sendable, Hashable {
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
