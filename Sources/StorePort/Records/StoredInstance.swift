package import Messages
package import Values

/// An instance as it is kept, without its state.
package struct StoredInstance: Sendable, Hashable {
    package var key: InstanceKey
    package var id: InstanceID
    /// The hash of its definition.
    package var definition: String
    package var process: String
    package var status: InstanceStatus
    /// Counts the inputs it took: 0 after its start.
    package var revision: Int
    /// How many publications it has made.
    package var sequence: Int
    /// When it next needs the clock.
    package var wakeAt: Timestamp?
    package var started: Timestamp
    package var ended: Timestamp?
    /// The id of the message that started it.
    package var causedBy: String?
    package var traceparent: String?
    /// Why it is parked.
    package var reason: String?
    package var waits: StoredWaits

    package init(
        key: InstanceKey, id: InstanceID, definition: String, process: String, status: InstanceStatus, revision: Int,
        sequence: Int, wakeAt: Timestamp? = nil, started: Timestamp, ended: Timestamp? = nil, causedBy: String? = nil,
        traceparent: String? = nil, reason: String? = nil, waits: StoredWaits
    ) {
        self.key = key
        self.id = id
        self.definition = definition
        self.process = process
        self.status = status
        self.revision = revision
        self.sequence = sequence
        self.wakeAt = wakeAt
        self.started = started
        self.ended = ended
        self.causedBy = causedBy
        self.traceparent = traceparent
        self.reason = reason
        self.waits = waits
    }
}

/// What an instance waits for.
package enum StoredWaits: Sendable, Hashable {
    /// As its store has written it, and only it reads it.
    case stored([UInt8])
    /// As the core has decided it.
    case list([StoredSubscription])
}

/// What an input leaves of an instance.
package struct InstanceChange: Sendable {
    package var state: [UInt8]
    package var sequence: Int
    package var wakeAt: Timestamp?
    /// When it ended, if it did.
    package var ended: Timestamp?
    /// Everything it waits for now.
    package var waits: [StoredSubscription]

    package init(
        state: [UInt8], sequence: Int, waits: [StoredSubscription], wakeAt: Timestamp? = nil, ended: Timestamp? = nil
    ) {
        self.state = state
        self.sequence = sequence
        self.waits = waits
        self.wakeAt = wakeAt
        self.ended = ended
    }
}

/// How many instances there are of each status.
package struct InstanceCounts: Sendable, Hashable {
    package var running = 0
    package var completed = 0
    package var parked = 0

    package init(running: Int = 0, completed: Int = 0, parked: Int = 0) {
        self.running = running
        self.completed = completed
        self.parked = parked
    }

    package mutating func add(_ difference: Int, to status: InstanceStatus) {
        switch status {
        case .running: running += difference
        case .completed: completed += difference
        case .parked: parked += difference
        }
    }
}

/// Some of the instances, in the order they began.
package struct InstancePage: Sendable {
    package var instances: [StoredInstance]
    /// Rows of it that cannot be read.
    package var unreadable: [InstanceKey] = []
    /// Where the next page begins; nil where this is the last.
    package var next: InstanceKey?

    package init(instances: [StoredInstance], unreadable: [InstanceKey] = [], next: InstanceKey? = nil) {
        self.instances = instances
        self.unreadable = unreadable
        self.next = next
    }
}
