package import Messages
package import Values

/// Something the core wants to know. Beside each stands the fact that answers it.
package enum Want: Sendable, Hashable {
    // MARK: Instances

    /// `instance`
    case instance(InstanceID)
    /// `instance`
    case instanceAt(InstanceKey)
    /// `instanceID`, whatever else stands in its row
    case instanceID(InstanceKey)
    /// `text`: the process of an instance, also of one whose row cannot be read as a whole
    case process(InstanceKey)
    /// `state`: that of the committed revision
    case state(InstanceKey)
    /// `waits`: what an instance waits for, as `StoredWaits.stored` has it
    case waits([UInt8], of: InstanceKey)
    /// `keys`: the running instances that wait for an event, in the order they began
    case receivers(ReceiverQuery)
    /// `due`: running instances that need the clock at the moment or before, the most overdue first
    case due(Timestamp, limit: Int)
    /// `moment`: when the next running instance needs the clock
    case nextTimer
    /// `keys`: instances that ended before the moment, the oldest first
    case ended(before: Timestamp, limit: Int)
    /// `page`: instances in the order they began, all or of one status. At most `limit` of them, and at most `scanning`
    /// rows are looked at
    case instances(InstanceStatus?, after: InstanceKey?, limit: Int, scanning: Int)

    // MARK: Messages

    /// `messages`: what of the inbox has this digest, in the order it came
    case messages(digest: Int64)
    /// `number`: what the store calls a queue (or whatever else gives out ids, or a route) by; nil where it is new
    case source(String)
    /// `messageRange`: messages behind `after` that were taken before the moment: where they end; nil where there is none
    case oldMessages(before: Timestamp, after: Int64, limit: Int)
    /// `received`: the youngest messages that went to an instance, the oldest of them first
    case received(InstanceKey, limit: Int)

    // MARK: Held events

    /// `held`
    case held(HeldQuery)
    /// `held`: one or none
    case heldAt(Int64)
    /// `held`, oldest first: at most `limit`, and no more than about `bytes` of content
    case heldPage(after: Int64, limit: Int, bytes: Int)
    /// `held`: those whose time is up at the moment, the most overdue first
    case expired(Timestamp, limit: Int)
    /// `moment`: when the next held event's time is up
    case nextExpiry

    // MARK: The outbox

    /// `outbox`, in the order of the positions
    case outbox(after: Int64, limit: Int)
    /// `outbox`: one or none
    case publication(Int64)
    /// `outbox`: what of an instance waits, the oldest first. The oldest `scanning` rows are looked at
    case outboxOf(InstanceKey, limit: Int, scanning: Int)

    // MARK: Parked things
    // A row that cannot be read is left out of a list, and said to be so where it is asked for by its number.

    /// `parked`: one or none
    case parked(Int64)
    /// `parked`, oldest first: at most `limit`, and no more than about `bytes` of content
    case parkedPage(after: Int64, limit: Int, bytes: Int)
    /// `parked`: of an instance, oldest first
    case parkedOf(InstanceKey, limit: Int)
    /// `parked`: of this message with another content, oldest first
    case otherBodies(MessageKey, limit: Int)
    /// `parked`: events and deliveries that an older version parked, without what their message is known by
    case parkedWithoutKey
    /// `givenUp`
    case givenUp(Int64)
    /// `requests`: what is to be retried first of all, in the order of the numbers; what is not parked any more is left out
    case retryRequests

    // MARK: The rest

    /// `broadcast`: the oldest event that is on its way to very many, with its next receivers
    case broadcast(receivers: Int)
    /// `deaths`
    case deaths
    /// `definitions`: one or none
    case definition(String)
    /// `definitions`: those that instances which have not ended run on, oldest first
    case liveDefinitions
    /// `text`: a small fact that is kept under a name
    case fact(String)
    /// `standing`
    case standing
    /// `keys` that were given last
    case lastKeys
}

/// Who waits for an event.
package struct ReceiverQuery: Sendable, Hashable {
    package var kind: EventKind
    package var name: String
    /// The hash of the definition that they run on.
    package var definition: String
    /// They wait with any of these, or with none.
    package var correlations: [CorrelationText]
    package var after: InstanceKey?
    package var limit: Int

    package init(
        kind: EventKind, name: String, definition: String, correlations: [CorrelationText], after: InstanceKey? = nil,
        limit: Int
    ) {
        self.kind = kind
        self.name = name
        self.definition = definition
        self.correlations = correlations
        self.after = after
        self.limit = limit
    }
}

/// Which held events.
package struct HeldQuery: Sendable, Hashable {
    package var kind: EventKind
    /// Nil is every name.
    package var name: String?
    /// Those that name no instance, whatever they are correlated by.
    package var openly: Bool
    /// And those that can be found by any of these.
    package var keys: [HeldKey]
    package var after: Int64
    package var limit: Int

    package init(
        kind: EventKind, name: String?, openly: Bool, keys: [HeldKey], after: Int64 = 0, limit: Int
    ) {
        self.kind = kind
        self.name = name
        self.openly = openly
        self.keys = keys
        self.after = after
        self.limit = limit
    }
}
