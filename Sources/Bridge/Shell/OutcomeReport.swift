import Events
import Logging
import Store

/// Tells the log what becomes of events: each that a person should look at (at most some a second), and once a minute
/// the counts of all.
struct OutcomeReport {
    private static let interval = Duration.seconds(60)
    private static let notesASecond = 20

    private let logger: Logger
    private var reported: [Outcome: Int] = [:]
    private var latest: [Outcome: Int] = [:]
    private var second = ContinuousClock.now
    private var notesThisSecond = 0
    private var notesLeftOut = 0
    private var nextRefusal = ContinuousClock.now
    private(set) var nextReport: ContinuousClock.Instant?

    init(logger: Logger) { self.logger = logger }

    mutating func add(_ effects: CoreEffects, outcomes: [Outcome: Int]) {
        for note in effects.notes { tell(note) }
        if let first = effects.refused.first { tellRefusal(first) }
        latest = outcomes
        if latest != reported && nextReport == nil { nextReport = .now + Self.interval }
        if let due = nextReport, due <= .now { tellCounts() }
    }

    /// Counts since the start.
    mutating func tellCounts() {
        nextReport = nil
        guard latest != reported else { return }
        reported = latest
        var metadata: Logger.Metadata = [:]
        for (outcome, count) in latest { metadata["\(outcome)"] = "\(count)" }
        logger.info("events so far", metadata: metadata)
    }

    /// Once a minute: while a queue is full it happens all the time.
    private mutating func tellRefusal(_ publication: Publication) {
        guard nextRefusal <= .now else { return }
        nextRefusal = .now + Self.interval
        logger.warning(
            "the broker refuses publications, perhaps a queue is full; they are tried again",
            metadata: [
                "exchange": "\(publication.exchange)", "routing_key": "\(publication.routingKey)",
                "message_id": "\(publication.properties.messageID ?? "")",
            ])
    }

    private mutating func tell(_ note: UnitOfWorkEffects.Note) {
        if second.duration(to: .now) > .seconds(1) {
            if notesLeftOut > 0 {
                logger.warning("more events need attention than are told here", metadata: ["more": "\(notesLeftOut)"])
            }
            second = .now
            notesThisSecond = 0
            notesLeftOut = 0
        }
        guard notesThisSecond < Self.notesASecond else {
            notesLeftOut += 1
            return
        }
        notesThisSecond += 1
        var metadata: Logger.Metadata = ["reason": "\(note.reason)"]
        for (key, value) in note.details { metadata[key] = "\(value)" }
        logger.warning("\(note.outcome)", metadata: metadata)
    }
}
