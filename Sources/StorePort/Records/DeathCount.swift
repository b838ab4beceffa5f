/// How often the process has died in a unit of work.
package struct DeathCount: Sendable, Hashable {
    /// In itself.
    package var count = 0
    /// In something that followed from it and is counted by itself, and that has not been parked since.
    package var around = 0
    /// How far it had come at the least.
    package var phase: UInt8 = 0
    /// The number under which it was parked for it.
    package var parked: Int64?

    package init(count: Int = 0, around: Int = 0, phase: UInt8 = 0, parked: Int64? = nil) {
        self.count = count
        self.around = around
        self.phase = phase
        self.parked = parked
    }
}
