/// What can be tuned about the store. The defaults are measured.
package struct StoreTuning: Sendable, Hashable {
    /// The log is written back into the database when a commit leaves this many frames (pages of 4 KiB) in it.
    package var framesInLog: Int
    /// Bytes of disk held back for the day it is full: as much as a log that is written back can need.
    package var ballast: Int
    /// How many messages go to the inbox's index in one wave: that many, and as many again, are held in memory.
    package var inboxWave: Int

    package init(framesInLog: Int = 4096, ballast: Int = 16 << 20, inboxWave: Int = 65_536) {
        self.framesInLog = framesInLog
        self.ballast = ballast
        self.inboxWave = inboxWave
    }
}
