import Core
import Logging
import Messages
import Operations
import RabbitMQ
import SQLiteStore
import StorePort
import Values

/// Tells the log what becomes of events: each that a person should look at (at most some a second), and once a minute
/// the counts of all.
struct OutcomeReport {
    private static let interval = Duration.seconds(60)
    private static let notesASecond = 20
    private static let routesTold = 10

    private let logger: Logger
    private var reported: [Outcome: Int] = [:]
    private var latest: [Outcome: Int] = [:]
    private var kept: TextMap<KeptAmount> = [:]
    private var second = ContinuousClock.now
    private var notesThisSecond = 0
    private var notesLeftOut = 0
    private var nextRefusal = ContinuousClock.now
    private(set) var nextReport: ContinuousClock.Instant?

    init(logger: Logger) { self.logger = logger }

    mutating func add(_ effects: CoreEffects, outcomes: [Outcome: Int], kept: TextMap<KeptAmount>) {
        for note in effects.notes { tell(note) }
        if let first = effects.refused.first { tellRefusal(first) }
        latest = outcomes
        self.kept = kept
        if latest != reported && nextReport == nil { nextReport = .now + Self.interval }
        if let due = nextReport, due <= .now { tellCounts() }
    }

    /// Counts since the start.
    mutating func tellCounts() {
        nextReport = nil
        guard latest != reported else { return }
        reported = latest
        var metadata: Logger.Metadata = [:]
        for (outcome, count) in latest { metadata[LogKey(outcome)] = "\(count)" }
        if let kept = keptText { metadata[.kept] = "\(kept)" }
        logger.info("events so far", metadata: metadata)
    }

    /// What is held and parked of each route, the most first.
    private var keptText: String? {
        let some = kept.filter { $0.value.count > 0 }.sorted { ($1.value.bytes, $0.key) < ($0.value.bytes, $1.key) }
        guard !some.isEmpty else { return nil }
        let shown = some.prefix(Self.routesTold).map { "\($0.key): \($0.value.count) (\($0.value.bytes) bytes)" }
        return shown.joined(separator: ", ")
            + (some.count > shown.count ? ", and \(some.count - shown.count) more" : "")
    }

    /// Once a minute: while a queue is full it happens all the time.
    private mutating func tellRefusal(_ publication: Publication) {
        guard nextRefusal <= .now else { return }
        nextRefusal = .now + Self.interval
        logger.warning(
            "the broker refuses publications (a queue is full, or lost its leader); they are tried again",
            metadata: .keys([
                .exchange: "\(publication.exchange)", .routingKey: "\(publication.routingKey)",
                .messageID: "\(publication.properties.messageID ?? "")",
            ]))
    }

    private mutating func tell(_ note: RoundEffects.Note) {
        if note.isDecision {
            return logger.notice("\(note.outcome.word) by a person", metadata: Self.metadata(of: note))
        }
        if note.outcome == .duplicate {
            logger.debug("\(note.outcome.word)", metadata: Self.metadata(of: note))
            return
        }
        if second.duration(to: .now) > .seconds(1) {
            if notesLeftOut > 0 {
                logger.warning(
                    "more events need attention than are told here", metadata: .keys([.more: "\(notesLeftOut)"]))
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
        logger.warning("\(note.outcome.word)", metadata: Self.metadata(of: note))
    }

    private static func metadata(of note: RoundEffects.Note) -> Logger.Metadata {
        var metadata = Logger.Metadata.keys([.reason: "\(note.reason)"])
        for (key, value) in note.details { metadata[key] = "\(value)" }
        return metadata
    }
}
