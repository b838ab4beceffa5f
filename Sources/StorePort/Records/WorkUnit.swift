/// What kinds of work are told apart when the process dies in one of them. The numbers are never reused.
package enum UnitKind: UInt8, Sendable, Hashable, CaseIterable {
    /// A delivery and what follows from it at once.
    case delivery = 1
    /// An event that followed from another unit, inside the bridge.
    case step = 2
    /// An instance that is told the time.
    case timer = 3
    /// One receiver of an event that goes to very many.
    case receiver = 4
    /// One receiver, or one process to be started, of an event that goes to several at once.
    case share = 5
    /// Reading an event that is on its way to very many.
    case broadcast = 6
    /// A held event that somebody waits for now.
    case held = 7
    /// A held event whose time is up.
    case expiry = 8
    /// A page of what is cleaned up.
    case cleaning = 9
    /// A row of the outbox that is read.
    case outbox = 10
    /// A person's decisions about something parked.
    case retry = 11
    case discard = 12
    /// Something a person looks at.
    case parkedShown = 13
    case heldShown = 14
    case instanceShown = 15
    /// An older version of a process that instances still run.
    case installation = 16
    /// The properties of a message that are decoded as they arrive, by a thread of their own.
    case decoding = 17
    /// A publication that is written to the broker, by a thread of its own.
    case publishing = 18

    /// It changes nothing, so there is nothing to put aside.
    package var isShowing: Bool {
        switch self {
        case .parkedShown, .heldShown, .instanceShown: true
        default: false
        }
    }
}

/// A piece of work that is counted by itself should the process die in it: its kind, and two numbers that tell it from
/// every other of its kind, in the lives to come, too.
package struct WorkUnit: Sendable, Hashable {
    package var kind: UnitKind
    package var first: UInt64
    package var second: UInt64

    package init(_ kind: UnitKind, _ first: UInt64, _ second: UInt64 = 0) {
        self.kind = kind
        self.first = first
        self.second = second
    }

    package init(_ kind: UnitKind, position: Int64) {
        self.init(kind, UInt64(bitPattern: position))
    }
}
