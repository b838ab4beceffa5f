import Core
import EmbeddedEngine
import Messages
import StorePort
import Values

/// Parked things as a person sees them.
struct ParkedView {
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

    init(_ row: ParkedRow, in set: WorkingSet) {
        self.row = row
        content = try? row.parked(.byRoute).content
        others = (try? set.otherBodies(of: row)) ?? []
        let owner: InstanceID? =
            if case .event(let incoming) = content { incoming.addressee ?? incoming.thrownBy } else { nil }
        // What cannot be read is no reason to show nothing.
        if let key = row.instance {
            instance = try? set.instance(key)
        } else {
            instance = owner.flatMap { try? set.instance($0) }
        }
    }

    func matches(_ filter: ParkedFilter) -> Bool {
        (filter.kind == nil || filter.kind == row.kind)
            && (filter.process.map { processes.contains($0) } ?? true)
            && (filter.reason.map { row.reason.lowercased().contains($0.lowercased()) } ?? true)
    }

    /// Those it was parked with; what older versions parked has the instance's.
    private var processes: [String] {
        row.processes.isEmpty ? [instance?.process].compactMap { $0 } : row.processes
    }

    /// One line of the list.
    var line: ParkedLine {
        ParkedLine(head, otherBodies: others.isEmpty ? nil : others.map { Int($0.number) })
    }

    /// All that is known of it.
    var details: ParkedDetails {
        ParkedDetails(head, otherBodies: others.isEmpty ? nil : others.map(Self.body), content: shownContent)
    }

    private var head: ParkedHead {
        var head = ParkedHead()
        head.number = Int(row.number)
        head.kind = row.kind
        head.at = row.at
        head.stage = row.stage
        head.attempts = row.attempts
        head.process = processes.isEmpty ? nil : processes.joined(separator: ", ")
        head.instance = instance?.id.text
        head.event = event
        head.messageID = messageID
        head.reason = row.reason
        head.notShown = problem
        return head
    }

    private var shownContent: ParkedDetails.Content {
        switch content {
        case .event(let incoming): .event(ParkedEvent(addressee: incoming.addressee?.text, EventDetails(incoming)))
        case .delivery(let kept): .delivery(DeliveryDetails(kept))
        case .publication(let publication, _): .publication(PublicationDetails(publication))
        case .instance(_, let input):
            .instance(InputDetails(causedBy: input?.causedBy, payload: input?.event.payload))
        case nil: problem == nil ? .unreadable : .notShown
        }
    }

    /// Another body of the same message.
    private static func body(of row: ParkedRow) -> OtherBody {
        let shown: Value? =
            switch try? row.parked(.byRoute).content {
            case .event(let incoming): incoming.event.payload
            case .delivery(let kept): .string(BodyText.of(kept.body))
            case .instance, .publication, nil: nil
            }
        return OtherBody(number: Int(row.number), at: row.at, reason: row.reason, body: shown)
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
}
