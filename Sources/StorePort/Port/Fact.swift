package import Messages
package import Values

/// What the store says. `Want` says which fact answers what.
package enum Fact: Sendable {
    case instance(StoredInstance?)
    case instanceID(InstanceID?)
    case text(String?)
    /// Nil where the instance is gone.
    case state([UInt8]?)
    case waits([StoredSubscription])
    case keys([InstanceKey])
    case due([DueTimer])
    case moment(Timestamp?)
    case page(InstancePage)
    case messages([InboxRow])
    case number(Int64?)
    case messageRange(MessageRange?)
    case received([ReceivedMessage])
    case held([HeldRow])
    case outbox([PendingPublication])
    case parked([ParkedRow])
    case givenUp(GivenUp?)
    case requests([RetryRequest])
    case broadcast(BroadcastRow?)
    case deaths([WorkUnit: DeathCount])
    case definitions([StoredDefinition])
    case standing(Standing)
    case lastKeys(LastKeys)
    /// The row cannot be read; others can.
    case unreadable(StoreFailure)
}

/// Some of the oldest messages of the inbox.
package struct MessageRange: Sendable, Hashable {
    package var last: Int64
    /// There may be more behind it.
    package var isFull: Bool

    package init(last: Int64, isFull: Bool) {
        self.last = last
        self.isFull = isFull
    }
}

/// What is known of the whole store without a look at its rows.
package struct Standing: Sendable {
    package var held = 0
    package var outbox = 0
    package var parked = 0
    /// Events on their way to very many receivers.
    package var broadcasts = 0
    /// By the number of the source: how much is kept of what came by each route.
    package var kept: [Int64: KeptAmount] = [:]
    /// Another one whenever `kept` has changed.
    package var keptVersion = 0
    /// Some message may be known by its bytes alone, though it would become an event: it ended the process.
    package var mayHaveUntranslated = false
    /// Some message is known by queue and id alone: an older version took it.
    package var hasOldForm = false
    package var instances = InstanceCounts()

    package init() {}
}

/// The largest number that was ever given, of each kind. The core gives the next ones.
package struct LastKeys: Sendable, Hashable {
    package var instance: Int64 = 0
    package var message: Int64 = 0
    package var source: Int64 = 0
    package var held: Int64 = 0
    package var outbox: Int64 = 0
    package var parked: Int64 = 0
    package var broadcast: Int64 = 0

    package init() {}
}
