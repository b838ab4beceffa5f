/// Every key that a line of the log may have beside its message: nothing is logged under another. What programs look for is
/// the text, which stays as it is; the guide Operating has a row for each.
package enum LogKey: String, Sendable, Hashable, CaseIterable {
    // What a line in JSON has of its own.
    case time = "time"
    case level = "level"
    case logger = "logger"
    case message = "message"

    // What it is about.
    case event = "event"
    case name = "name"
    case queue = "queue"
    case queues = "queues"
    case messageID = "message_id"
    case appID = "app_id"
    case redelivered = "redelivered"
    case instance = "instance"
    case instanceRow = "instance_row"
    case process = "process"
    case thrownBy = "thrown_by"
    case exchange = "exchange"
    case routingKey = "routing_key"
    case work = "work"
    case broker = "broker"
    case store = "store"

    // What happened.
    case reason = "reason"
    case kind = "kind"
    case againIn = "again_in"
    case more = "more"
    case prefetch = "prefetch"
    case processes = "processes"
    case copiedTo = "to"
    case removed = "removed"
    case kept = "kept"

    // The counts of `events so far`; `parked` is also the number of one parked thing.
    case delivered = "delivered"
    case started = "started"
    case duplicate = "duplicate"
    case held = "held"
    case parked = "parked"
    case discarded = "discarded"
    case expired = "expired"
    case ambiguous = "ambiguous"
    case deadLettered = "deadLettered"
}

extension LogKey {
    /// Under which the events with this outcome are counted.
    package init(_ outcome: Outcome) {
        self =
            switch outcome {
            case .delivered: .delivered
            case .started: .started
            case .duplicate: .duplicate
            case .held: .held
            case .parked: .parked
            case .discarded: .discarded
            case .expired: .expired
            case .ambiguous: .ambiguous
            case .deadLettered: .deadLettered
            }
    }
}
