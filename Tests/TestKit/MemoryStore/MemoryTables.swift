import Messages
import StorePort
import Values

/// All that a `MemoryStore` keeps: a value, so that what fails leaves nothing.
struct MemoryTables {
    struct Instance {
        var stored: StoredInstance
        var state: [UInt8]
        var waits: [StoredSubscription]
    }

    struct OnItsWay {
        var content: [UInt8]
        /// In the order they began.
        var receivers: [Int64]
    }

    var definitions: [StoredDefinition] = []
    var instances = Rows<Instance>()
    var keys: [InstanceID: Int64] = [:]
    var counts = InstanceCounts()

    var sources: TextMap<Int64> = [:]
    var sourceNames: [Int64: String] = [:]
    var inbox = Rows<InboxRow>()
    var digests: [Int64: [Int64]] = [:]

    var held = Rows<HeldEvent>()
    var outbox = Rows<PendingPublication>()
    var parked = Rows<ParkedRow>()
    var givenUp = Rows<GivenUp>()
    var requests = Rows<RetryRequest>()
    var broadcasts = Rows<OnItsWay>()
    var deaths: [WorkUnit: (count: DeathCount, at: Timestamp)] = [:]
    var facts: TextMap<String> = [:]

    var kept: [Int64: KeptAmount] = [:]
    var keptVersion = 0
    var mayHaveUntranslated = false
    /// What was given last of what is remembered when the row is gone.
    var last = LastKeys()

    /// What only the process that ended knew.
    mutating func forgetLife() { last.outbox = outbox.keys.last ?? 0 }

    /// Something was counted that is kept of a route, or no longer.
    mutating func count(_ charge: Charge?, _ sign: Int) {
        guard let charge else { return }
        keptVersion += 1
        kept[charge.route, default: KeptAmount()].count += sign
        kept[charge.route, default: KeptAmount()].bytes += sign * charge.bytes
    }

    static func misuse(_ what: String) -> StoreFailure { StoreFailure(.misuse, what) }
    static func stale(_ what: String) -> StoreFailure { StoreFailure(.stale, what) }
}
