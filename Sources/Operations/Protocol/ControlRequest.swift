import Core
package import Messages
import Values

/// What a command asks a running bridge: one request a connection, one line of JSON.
package enum ControlRequest: Sendable, Hashable {
    /// A page of the instances, in the order they began, after the one that the page before ended with.
    case instances(InstanceFilter, after: Int, limit: Int)
    /// All that is known of one.
    case instance(id: String)
    /// A page of what is parked, the oldest first.
    case parked(ParkedFilter, after: Int, limit: Int)
    /// All that is known of one parked thing.
    case parkedThing(number: Int)
    /// A page of what is held, the oldest first.
    case held(HeldFilter, after: Int, limit: Int)
    /// All that is known of one held event.
    case heldThing(number: Int)
    case discardHeld(number: Int, why: String)
    /// - Parameter isChosen: a person named the number; else what only a person can choose stays parked.
    case retry(number: Int, isChosen: Bool = true)
    case discard(number: Int, why: String)
    /// A copy of the database, to a file that does not exist yet.
    case backup(path: String)
}

/// Which instances are asked for; nil is any.
package struct InstanceFilter: Sendable, Hashable {
    package var process: String?
    package var status: InstanceStatus?

    package init(process: String? = nil, status: InstanceStatus? = nil) {
        self.process = process
        self.status = status
    }
}

/// Which parked things are asked for; nil is any.
package struct ParkedFilter: Sendable, Hashable {
    package var process: String?
    package var kind: ParkedKind?
    /// A part of the reason's text, in any case.
    package var reason: String?

    package init(process: String? = nil, kind: ParkedKind? = nil, reason: String? = nil) {
        self.process = process
        self.kind = kind
        self.reason = reason
    }
}

/// Which held events are asked for; nil is any.
package struct HeldFilter: Sendable, Hashable {
    /// A part of the event's name.
    package var name: String?
    package var queue: String?

    package init(name: String? = nil, queue: String? = nil) {
        self.name = name
        self.queue = queue
    }
}
