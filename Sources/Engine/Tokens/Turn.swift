import Events
import Script

/// What holds while one input is worked on: the time, chance, and how much may still be done.
struct Turn: Sendable {
    /// How many elements one input may run before the instance is stopped.
    static let longest = 100_000
    /// How deep subprocesses and called processes may lie in each other.
    static let deepest = 200

    var now: Timestamp
    /// Whose tasks the outside is told about.
    var instance: InstanceID
    var host: ScriptHost
    var stepsLeft: Int
    /// What each service operation answers, in a simulation.
    var services: [String: Value] = [:]

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
