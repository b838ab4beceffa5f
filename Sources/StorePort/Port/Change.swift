package import Messages
package import Values

/// One thing that has changed. Whatever had to be computed for it has been.
package enum Change: Sendable {
    // MARK: Instances

    /// Keeps a definition; nothing happens where its hash is known.
    case definition(StoredDefinition)
    /// A new instance, its revision 0, under a key of its own.
    case begin(StoredInstance, InstanceChange)
    /// What an input left of a running instance: its revision grows by one. The first is the instance as it was read or
    /// changed last: stale where the store has it otherwise.
    case advance(StoredInstance, InstanceChange)
    /// A running instance, as it was: no event finds it, and its clock stands still. Stale as above.
    case parkInstance(StoredInstance, reason: String)
    /// A running instance whose row cannot be read. Stale where it does not run.
    case parkUnreadable(InstanceKey, reason: String)
    /// A parked instance, as it was, runs again, waiting for what it waited for, which must be readable. Stale as above.
    case unpark(StoredInstance)
    /// A parked instance, readable or not, ends: a person gave it up. Stale where it is not parked.
    case end(parked: InstanceKey, reason: String, at: Timestamp)
    /// Ended instances are forgotten.
    case forgetInstances([InstanceKey])

    // MARK: Messages

    /// The name of a queue or a route gets a number. Stale where it has another.
    case source(String, key: Int64)
    /// A message was taken. Its position is larger than any before.
    case remember(InboxRow, digest: Int64)
    /// What became of a message is something else now.
    case amend(message: Int64, Outcome, instance: InstanceKey?)
    case forgetMessage(Int64)
    /// Messages of these positions that were taken before the moment, and that no live instance came from, are forgotten.
    case forgetMessages(after: Int64, upTo: Int64, before: Timestamp)

    // MARK: Held events

    case hold(HeldEvent)
    /// Stale where it is not held any more.
    case releaseHeld(Int64)

    // MARK: The outbox

    case append(PendingPublication)
    case delete([Int64])

    // MARK: Parked things

    /// Under its number, which may be one that it had before.
    case park(ParkedRow)
    /// Stale where nothing is parked under the number any more.
    case releaseParked(Int64)
    /// A retry failed before it could say more: one more attempt, with the new reason.
    case retriedInVain(parked: Int64, reason: String)
    /// The process has died while a person's retry was under way: what is parked says so.
    case tellDeath(parked: Int64)
    /// What an older version parked is of this message.
    case identify(parked: Int64, MessageKey)
    /// A person has given up what was parked; why is kept. It is released by a change of its own.
    case giveUp(GivenUp)
    case request(RetryRequest, at: Timestamp)
    case forgetRequest(parked: Int64)
    case pruneGivenUp(before: Timestamp, limit: Int)

    // MARK: The rest

    /// An event for everyone who waits for it at this place among the changes, with a record for each. Nothing is kept
    /// where there is nobody.
    case broadcast(Broadcast)
    /// Its receivers up to this one have been given it.
    case given(broadcast: Int64, upTo: InstanceKey)
    case forgetBroadcast(Int64)
    case death(WorkUnit, DeathCount, at: Timestamp)
    case forgetDeath(WorkUnit)
    case pruneDeaths(before: Timestamp)
    /// Nil forgets it.
    case fact(String, String?)
}

extension Change {
    // Cases of one name cannot be told apart in a pattern.
    package static func release(held position: Int64) -> Change { .releaseHeld(position) }
    package static func release(parked number: Int64) -> Change { .releaseParked(number) }
}

/// An event that is held, with all that it can be found by.
package struct HeldEvent: Sendable {
    package var row: HeldRow
    package var kind: EventKind
    package var name: String
    package var addressee: InstanceID?
    package var keys: [HeldKey]

    package init(row: HeldRow, kind: EventKind, name: String, addressee: InstanceID?, keys: [HeldKey]) {
        self.row = row
        self.kind = kind
        self.name = name
        self.addressee = addressee
        self.keys = keys
    }
}

/// An event for very many receivers.
package struct Broadcast: Sendable {
    package var position: Int64
    package var kind: EventKind
    package var name: String
    /// Each definition with the correlations that the event has for it.
    package var definitions: [(hash: String, correlations: [CorrelationText])]
    package var content: [UInt8]

    package init(
        position: Int64, kind: EventKind, name: String,
        definitions: [(hash: String, correlations: [CorrelationText])], content: [UInt8]
    ) {
        self.position = position
        self.kind = kind
        self.name = name
        self.definitions = definitions
        self.content = content
    }
}
