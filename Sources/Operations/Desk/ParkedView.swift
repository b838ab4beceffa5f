import Core
import EmbeddedEngine
import Messages
import SQLiteStore
import StorePort
import Values

/// Parked things as a person sees them.
struct ParkedView {
    /// So much of a body is shown.
    static let longestBody = 1 << 20

    let row: ParkedRow
    private let content: ParkedContent?
    private let instance: StoredInstance?
    /// What else is parked of the same message, with another body.
    private let others: [ParkedRow]
    /// Why it is not looked at, if so.
    var problem: String?

    /// What the row alone says.
    init(unread row: ParkedRow) {
        self.row = row
        content = nil
        instance = nil
        others = []
    }

    init(_ row: ParkedRow, in transaction: borrowing Transaction) {
        self.row = row
        content = try? row.parked(.byRoute).content
        others = (try? transaction.otherBodies(of: row)) ?? []
        let owner: InstanceID? =
            if case .event(let incoming) = content { incoming.addressee ?? incoming.thrownBy } else { nil }
        // What cannot be read is no reason to show nothing.
        if let key = row.instance {
            instance = try? transaction.instance(key)
        } else {
            instance = owner.flatMap { try? transaction.instance($0) }
        }
    }

    func matches(_ filter: ParkedFilter) -> Bool {
        (filter.kind == nil || filter.kind == "\(row.kind)")
            && (filter.process.map { processes.contains($0) } ?? true)
            && (filter.reason.map { row.reason.lowercased().contains($0.lowercased()) } ?? true)
    }

    /// Those it was parked with; what older versions parked has the instance's.
    private var processes: [String] {
        row.processes.isEmpty ? [instance?.process].compactMap { $0 } : row.processes
    }

    /// One line of the list.
    var line: Value {
        .fields(
            ("parked", .int(Int(row.number))), ("kind", .string("\(row.kind)")), ("at", .string(row.at.isoText)),
            ("stage", .string(row.stage)), ("attempts", .int(row.attempts)),
            ("process", .text(processes.isEmpty ? nil : processes.joined(separator: ", "))),
            ("instance", .text(instance?.id.text)), ("event", .text(event)), ("message_id", .text(messageID)),
            ("reason", .string(row.reason)), ("not_shown", .text(problem)),
            ("other_bodies", others.isEmpty ? .null : .list(others.map { .int(Int($0.number)) })))
    }

    /// All that is known of it.
    var whole: Value {
        var shown = line.asDict ?? [:]
        let more: Value =
            switch content {
            case .event(let incoming):
                .fields(
                    ("addressee", .text(incoming.addressee?.text)), ("thrown_by", .text(incoming.thrownBy?.text)),
                    ("code", .text(incoming.event.code)), ("payload", incoming.event.payload),
                    ("delivery", incoming.origin.map { Self.fields(of: $0) } ?? .null))
            case .delivery(let kept): ["delivery": Self.fields(of: kept)]
            case .publication(let publication, _):
                .fields(
                    ("exchange", .string(publication.exchange)), ("routing_key", .string(publication.routingKey)),
                    ("type", .text(publication.properties.type)), ("headers", .dict(publication.properties.headers)),
                    ("body_bytes", .int(publication.body.count)), ("body", Self.text(of: publication.body)))
            case .instance(_, let input):
                .fields(("caused_by", .text(input?.causedBy)), ("payload", input?.event.payload ?? .null))
            case nil: problem == nil ? ["content": "cannot be read; it can be discarded"] : .emptyDict
            }
        shown.merge(more.asDict ?? [:], uniquingKeysWith: { $1 })
        if !others.isEmpty { shown["other_bodies"] = .list(others.map(Self.body)) }
        return .dict(shown)
    }

    /// Another body of the same message.
    private static func body(of row: ParkedRow) -> Value {
        let shown: Value =
            switch try? row.parked(.byRoute).content {
            case .event(let incoming): incoming.event.payload
            case .delivery(let kept): text(of: kept.body)
            case .instance, .publication, nil: .null
            }
        return .fields(
            ("parked", .int(Int(row.number))), ("at", .string(row.at.isoText)), ("reason", .string(row.reason)),
            ("body", shown))
    }

    private var event: String? {
        switch content {
        case .event(let incoming): "\(EventKey(incoming.event))"
        case .delivery(let kept): kept.properties.type
        case .publication(let publication, _): publication.properties.type
        case .instance(_, let input): input.map { "\(EventKey($0.event))" } ?? "time"
        case nil: nil
        }
    }

    private var messageID: String? {
        switch content {
        case .event(let incoming): incoming.causedBy
        case .delivery(let kept): kept.properties.messageID
        case .publication(let publication, _): publication.properties.messageID
        case .instance, nil: nil
        }
    }

    static func fields(of delivery: KeptDelivery) -> Value {
        .fields(
            ("queue", .string(delivery.queue)), ("exchange", .string(delivery.exchange)),
            ("routing_key", .string(delivery.routingKey)), ("type", .text(delivery.properties.type)),
            ("content_type", .text(delivery.properties.contentType)), ("headers", .dict(delivery.properties.headers)),
            ("defect", .text(delivery.defect)), ("body_bytes", .int(delivery.body.count)),
            ("body", text(of: delivery.body)))
    }

    /// The text it is, or its bytes in hexadecimal.
    private static func text(of body: [UInt8]) -> Value {
        let shown = body.prefix(longestBody)
        if let text = String(validating: shown, as: UTF8.self) { return .string(text) }
        let digits = Array("0123456789abcdef".utf8)
        return .string(
            "hex:"
                + String(
                    decoding: shown.prefix(longestBody / 2).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
                    as: UTF8.self))
    }
}
