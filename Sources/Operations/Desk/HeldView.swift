import Core
import Messages
import SQLiteStore
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
    var line: Value {
        .fields(
            ("held", .int(Int(row.position))), ("event", .text(incoming.map { "\(EventKey($0.event))" })),
            ("addressee", .text(incoming?.addressee?.text)), ("message_id", .text(incoming?.causedBy)),
            ("queue", .text(incoming?.origin?.queue)), ("expires", .string(row.expiresAt.isoText)),
            ("then", .text(incoming?.unmatched.then.rawValue)),
            ("not_shown", .text(problem ?? (incoming == nil ? "cannot be read; it can be discarded" : nil))))
    }

    /// All that is known of it.
    var whole: Value {
        guard let incoming else { return line }
        var shown = line.asDict ?? [:]
        let more = Value.fields(
            ("thrown_by", .text(incoming.thrownBy?.text)), ("code", .text(incoming.event.code)),
            ("payload", incoming.event.payload),
            ("delivery", incoming.origin.map { ParkedView.fields(of: $0) } ?? .null))
        shown.merge(more.asDict ?? [:], uniquingKeysWith: { $1 })
        return .dict(shown)
    }
}
