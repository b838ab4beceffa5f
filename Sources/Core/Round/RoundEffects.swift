package import Messages
import StorePort
package import Values

/// What a round has decided that the world outside the store is to know once the round is committed.
package struct RoundEffects: Sendable {
    /// Something became of an event that a person should know.
    package struct Note: Sendable {
        package var outcome: Outcome
        package var reason: String
        package var details: [LogKey: String]
        /// A person has decided so: it is told, however much else there is to tell.
        package var isDecision = false
    }

    package var outbox: [OutboxRow] = []
    /// Position in the outbox → the number under which it was parked, of what a person has retried.
    package var retried: [Int64: Int64] = [:]
    /// One for each event, in order.
    package var outcomes: [Outcome] = []
    /// In the order in which they came about.
    package var notes: [Note] = []
    /// The earliest new time at which an instance needs the clock.
    package private(set) var firstTimer: Timestamp?
    /// The earliest new time at which a held event's time is up.
    package private(set) var firstExpiry: Timestamp?

    package init() {}

    /// How far it has come: what a failed delivery has added is taken back to here.
    struct Mark {
        fileprivate var outbox: Int
        fileprivate var outcomes: Int
        fileprivate var notes: Int
    }

    var mark: Mark { Mark(outbox: outbox.count, outcomes: outcomes.count, notes: notes.count) }

    /// Deadlines stay: one too many only wakes somebody who finds nothing to do.
    mutating func takeBack(to mark: Mark) {
        outbox.removeLast(outbox.count - mark.outbox)
        outcomes.removeLast(outcomes.count - mark.outcomes)
        notes.removeLast(notes.count - mark.notes)
    }

    mutating func consider(timer: Timestamp?) { firstTimer = earliest(firstTimer, timer) }

    mutating func consider(expiry: Timestamp?) { firstExpiry = earliest(firstExpiry, expiry) }

    mutating func note(_ outcome: Outcome, _ reason: String, _ incoming: IncomingEvent) {
        var details: [LogKey: String] = [.event: "\(EventKey(incoming.event))"]
        details[.instance] = incoming.addressee?.text
        details[.messageID] = incoming.causedBy
        details[.queue] = incoming.origin?.queue
        details[.thrownBy] = incoming.thrownBy?.text
        notes.append(Note(outcome: outcome, reason: reason, details: details))
    }

    mutating func note(_ outcome: Outcome, _ reason: String, _ delivery: KeptDelivery) {
        var details: [LogKey: String] = [.queue: delivery.queue]
        details[.messageID] = delivery.properties.messageID
        notes.append(Note(outcome: outcome, reason: reason, details: details))
    }

    /// For whoever looks for a message that came and had no effect.
    mutating func note(duplicate identity: MessageIdentity?, of delivery: Delivery) {
        var details: [LogKey: String] = [.queue: delivery.queue]
        details[.messageID] = identity?.id
        details[.event] = identity.flatMap { $0.kind.map(\.rawValue) }
        details[.name] = identity?.name
        details[.appID] = identity?.sender
        details[.redelivered] = delivery.redelivered ? "yes" : "no"
        notes.append(Note(outcome: .duplicate, reason: "the same message was taken before", details: details))
    }

    mutating func note(_ outcome: Outcome, _ reason: String, _ instance: StoredInstance) {
        notes.append(
            Note(
                outcome: outcome, reason: reason,
                details: [.instance: instance.id.text, .process: instance.process]))
    }

    mutating func note(_ outcome: Outcome, _ reason: String, instance key: InstanceKey) {
        notes.append(Note(outcome: outcome, reason: reason, details: [.instanceRow: "\(key.number)"]))
    }

    /// The last note is a person's decision about what was parked under this number.
    mutating func decided(about number: Int64) {
        guard !notes.isEmpty else { return }
        notes[notes.count - 1].isDecision = true
        notes[notes.count - 1].details[.parked] = "\(number)"
    }

    mutating func note(_ outcome: Outcome, _ reason: String, parked number: Int64) {
        notes.append(Note(outcome: outcome, reason: reason, details: [.parked: "\(number)"]))
    }

    mutating func note(_ outcome: Outcome, _ reason: String, _ publication: Publication) {
        notes.append(Note(outcome, reason, publication))
    }
}

extension RoundEffects.Note {
    init(_ outcome: Outcome, _ reason: String, _ publication: Publication) {
        self.init(outcome: outcome, reason: reason, details: [.exchange: publication.exchange])
        details[.messageID] = publication.properties.messageID
    }
}

extension RoundEffects.Note {
    /// What came of a retry that a person had asked for while no bridge ran.
    init(retried number: Int64, _ outcome: RetryOutcome) {
        self.init(
            outcome: .parked, reason: "retried, as asked for while it was stopped: \(outcome.word)",
            details: [.parked: "\(number)"])
    }
}

/// The earlier of two moments, where there are any.
func earliest(_ first: Timestamp?, _ second: Timestamp?) -> Timestamp? {
    guard let first else { return second }
    return second.map { min(first, $0) } ?? first
}
