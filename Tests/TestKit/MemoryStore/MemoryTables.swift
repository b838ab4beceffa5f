import Messages
import StorePort
import Values

/// All that a `MemoryStore` keeps: a value, and what was changed of it since it was kept can be taken back.
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

    var instances = Rows<Instance>()
    var keys = Table<InstanceID, Int64>()

    var sources = Table<ExactText, Int64>()
    var sourceNames = Table<Int64, String>()
    var inbox = Rows<InboxRow>()
    var digests = Table<Int64, [Int64]>()

    var held = Rows<HeldEvent>()
    var outbox = Rows<PendingPublication>()
    var parked = Rows<ParkedRow>()
    var givenUp = Rows<GivenUp>()
    var requests = Rows<RetryRequest>()
    var broadcasts = Rows<OnItsWay>()
    var deaths = Table<WorkUnit, (count: DeathCount, at: Timestamp)>()
    var facts = Table<ExactText, String>()
    var kept = Table<Int64, KeptAmount>()
    var few = Few()
    private var fewBefore = Few()

    /// What is little enough to be copied.
    struct Few {
        var definitions: [StoredDefinition] = []
        var counts = InstanceCounts()
        var keptVersion = 0
        var mayHaveUntranslated = false
        /// What was given last of what is remembered when the row is gone.
        var last = LastKeys()
    }

    /// What was changed is so for good.
    mutating func keep() {
        instances.keep()
        keys.keep()
        sources.keep()
        sourceNames.keep()
        inbox.keep()
        digests.keep()
        held.keep()
        outbox.keep()
        parked.keep()
        givenUp.keep()
        requests.keep()
        broadcasts.keep()
        deaths.keep()
        facts.keep()
        kept.keep()
        fewBefore = few
    }

    /// As it was when it was kept.
    mutating func takeBack() {
        instances.takeBack()
        keys.takeBack()
        sources.takeBack()
        sourceNames.takeBack()
        inbox.takeBack()
        digests.takeBack()
        held.takeBack()
        outbox.takeBack()
        parked.takeBack()
        givenUp.takeBack()
        requests.takeBack()
        broadcasts.takeBack()
        deaths.takeBack()
        facts.takeBack()
        kept.takeBack()
        few = fewBefore
    }

    /// What only the process that ended knew.
    mutating func forgetLife() { few.last.outbox = outbox.keys.last ?? 0 }

    /// Something was counted that is kept of a route, or no longer.
    mutating func count(_ charge: Charge?, _ sign: Int) {
        guard let charge else { return }
        few.keptVersion += 1
        var amount = kept[charge.route] ?? KeptAmount()
        amount.count += sign
        amount.bytes += sign * charge.bytes
        kept[charge.route] = amount
    }

    static func misuse(_ what: String) -> StoreFailure { StoreFailure(.misuse, what) }
    static func stale(_ what: String) -> StoreFailure { StoreFailure(.stale, what) }
}
