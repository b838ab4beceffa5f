import Values

/// Why something cannot be decided now. Nothing of it is decided then.
enum Suspension: Error {
    /// The engine runs a step of it elsewhere.
    case step
    /// It must not overtake something that is not decided yet.
    case behind
    /// What it needs is away for now.
    case later
}
