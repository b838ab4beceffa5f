import Messages
import Python
import Values

/// What holds while one input is worked on: the time, chance, and how much may still be done.
struct Turn: Sendable {
    /// How many elements one input may run before the instance is stopped.
    static let longest = 100_000
    /// How deep subprocesses and called processes may lie in each other.
    static let deepest = 200

    /// A fraction of a second of work, and of what a small machine has as memory.
    static let allScripts = ScriptBudget(steps: 10_000_000, bytes: 256 << 20, depth: 100)
    /// What every evaluation costs, however small it is.
    static let perEvaluation = 20

    var now: Timestamp
    /// Whose tasks the outside is told about.
    var instance: InstanceID
    var host: ScriptHost
    var stepsLeft: Int
    /// How many alarms have rung.
    var rings = 0
    /// Whether it is the timers that make so much work.
    var hasRungOften: Bool { rings > Turn.longest / 100 }
    /// What all scripts and expressions of one input may still use together.
    var scripts = Turn.allScripts
    /// The alarms that are due and have not rung yet.
    var agenda = Agenda()
    /// What each service operation answers, in a simulation.
    var services: TextMap<Value> = [:]

    init(
        now: Timestamp, of instance: InstanceID = InstanceID(""), random: @escaping @Sendable () -> UInt64,
        steps: Int = Turn.longest
    ) {
        self.now = now
        self.instance = instance
        self.host = ScriptHost(now: { now }, random: random)
        self.stepsLeft = steps
    }
}
