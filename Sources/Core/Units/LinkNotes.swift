import AMQP
import Journal
import Messages
import StorePort
import Values

/// Notes what a link is at, in its part of the page beside the database.
struct LinkNotes: LinkJournal {
    private let note: LinkNote?
    private let refused: [WorkUnit: Units.Reason]

    /// - Parameters:
    ///   - note: nil where there is no page.
    ///   - refused: what the process has died in too often, and why it is not begun any more.
    init(_ note: LinkNote?, refused: [WorkUnit: Units.Reason]) {
        self.note = note
        self.refused = refused
    }

    func decodes(_ list: UnsafeRawBufferPointer) -> String? {
        if !refused.isEmpty, let reason = refused[WorkUnit(decoding: list)] { return reason }
        #if DEBUG
            let points = Failpoints.ofTheEnvironment
            points.die(in: "link", String(decoding: list, as: UTF8.self))
        #endif
        note?.decodes(list)
        #if DEBUG
            points.die(in: UnitKind.decoding.word, String(decoding: list, as: UTF8.self))
        #endif
        return nil
    }

    func publishes(_ publication: Publication) {
        note?.works(on: WorkUnit(publication))
        #if DEBUG
            Failpoints.ofTheEnvironment.die(
                in: UnitKind.publishing.word,
                "\(publication.routingKey) \(String(decoding: publication.body.prefix(4096), as: UTF8.self))")
        #endif
    }

    func ended() { note?.ended() }
}
