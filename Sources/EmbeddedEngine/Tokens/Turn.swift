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
    /// What is left of the engine's own work for the step where it is run; below 0 it must be run elsewhere.
    var effort: Int
    /// Whether it is the timers that make so much work.
    var hasRungOften: Bool { rings > Turn.longest / 100 }
    /// What all scripts and expressions of one input may still use together.
    var scripts: ScriptBudget
    /// The alarms that are due and have not rung yet.
    var agenda = Agenda()
    /// What each service operation answers, in a simulation.
    var services: TextMap<Value> = [:]

    init(
        now: Timestamp, of instance: InstanceID = InstanceID(""), host: ScriptHost, steps: Int = Turn.longest,
        allowance: Allowance = .whole
    ) {
        self.now = now
        self.instance = instance
        self.host = host
        self.stepsLeft = steps
        self.effort = allowance.effort
        self.scripts = allowance.scripts
    }

    init(
        now: Timestamp, of instance: InstanceID = InstanceID(""), random: @escaping @Sendable () -> UInt64,
        steps: Int = Turn.longest
    ) {
        self.init(now: now, of: instance, host: ScriptHost(clock: { now }, chance: random), steps: steps)
    }

    /// Counts tokens that were gone through: to look at very many again and again is work too.
    mutating func count(tokens: Int) {
        effort -= tokens
        stepsLeft -= tokens >> 10
    }

    /// Counts the data that a further token has, which is copied as soon as it changes.
    mutating func count(copyOf data: TaskData) {
        effort -= data.count * Effort.variable
        stepsLeft -= data.count >> 6
    }

    /// Whether a step with the whole budget has done no more than it may where it must not keep others waiting.
    var wasLight: Bool {
        let light = Allowance.light
        return Allowance.whole.effort - effort <= light.effort && !scripts.wasExceeded
            && Turn.allScripts.steps - scripts.steps < light.scripts.steps
            && Turn.allScripts.bytes - scripts.bytes < light.scripts.bytes
    }

    /// Whether the step has used up what it may use where it is run, or has wanted to: then what came of it says nothing.
    var hasOverdrawn: Bool { effort < 0 || scripts.steps <= 0 || scripts.bytes <= 0 || scripts.wasExceeded }
}
