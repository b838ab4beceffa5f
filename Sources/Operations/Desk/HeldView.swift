import Core
import Messages
import StorePort
import Values

/// Held events as a person sees them.
struct HeldView {
    let row: HeldRow
    /// Nil where it cannot be read, or is not.
    let incoming: IncomingEvent?
    /// Why it is not looked at, if so.
    var problem: String?

    init(_ row: HeldRow, incoming: IncomingEvent?) {
        self.row = row
        self.incoming = incoming
    }

    func matches(_ filter: HeldFilter) -> Bool {
        (filter.queue == nil || filter.queue == incoming?.origin?.queue)
            && (filter.name.map { incoming?.event.matchedBy?.contains($0) ?? false } ?? true)
    }

    /// One line of the list.
    var line: HeldLine {
        var line = HeldLine()
        line.number = Int(row.position)
        line.event = incoming.map { "\(EventKey($0.event))" }
        line.addressee = incoming?.addressee?.text
        line.messageID = incoming?.causedBy
        line.queue = incoming?.origin?.queue
        line.expires = row.expiresAt
        line.then = incoming?.unmatched.then
        line.notShown = problem ?? (incoming == nil ? "cannot be read; it can be discarded" : nil)
        return line
    }

    /// All that is known of it.
    var details: HeldDetails { HeldDetails(line, incoming.map { EventDetails($0) } ?? EventDetails()) }
}

extension EventDetails {
    /// An event that is kept.
    init(_ incoming: IncomingEvent) {
        self.init(
            thrownBy: incoming.thrownBy?.text, code: incoming.event.code, payload: incoming.event.payload,
            delivery: incoming.origin.map { DeliveryDetails($0) })
    }
}
