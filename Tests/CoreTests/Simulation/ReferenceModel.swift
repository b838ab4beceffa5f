import Messages
import SQLiteStore
import StorePort
import Values

/// What the bridge must have in its store after every transaction, worked out again: nothing of the bridge is used.
///
/// It is told which messages a transaction takes and when; all the rest follows.
struct ReferenceModel {
    struct Instance {
        /// What caused it: the id of a message, or who threw it and as its how manieth.
        var name: String
        var process: String
        var key: String
        var status = InstanceStatus.running
        var waitsFor: String?
        var wakeAt: Timestamp?
        var sequence = 0
        var outward: [Emission] = []
    }

    struct Emission: Hashable {
        var sequence: Int
        var type: String
        var body: String
    }

    struct Occurrence {
        var kind = EventKind.message
        var name: String
        var key: String?
        var amount: Int?
        var addressee: Int?
        var isAddressed = false
        var cause: String
        var thrownBy: Int?
        var origin: SimulatedMessage?

        /// A queue of its own has its own patience.
        var hold: Duration { origin?.queue == "brief" ? .seconds(300) : .seconds(3600) }
        var dies: Bool { origin?.queue == "brief" }
    }

    /// How many of the brief queue may be kept.
    static let briefMost = 2

    struct Held {
        var occurrence: Occurrence
        var expires: Timestamp
        var position: Int
    }

    enum Step {
        case receive(Occurrence)
        case release(Int)
    }

    /// What a person must look at, with what a retry does again.
    struct Parked {
        enum Content {
            case message(SimulatedMessage)
            case occurrence(Occurrence)
            case instance(Int)
        }
        var line: String
        var content: Content

        /// The message that it came with.
        var origin: SimulatedMessage? {
            switch content {
            case .message(let message): message
            case .occurrence(let occurrence): occurrence.origin
            case .instance: nil
            }
        }
    }

    /// A script of the model fails: the input has not happened.
    struct Failed: Error {}

    var now = Timestamp(microseconds: 0)
    var instances: [Instance] = []
    var held: [Held] = []
    var parked: [Parked] = []
    var dead: [SimulatedMessage] = []
    var outcomes: [Outcome: Int] = [:]
    var steps: [Step] = []
    /// What a person retries had its place before.
    var isRetrying = false
    /// Identity → what came under it.
    var inbox: TextMap<[Known]> = [:]
    /// The delivery at hand is a dead letter already, and the broker gives it again by itself.
    private var isDeadLetter = false
    private(set) var applied: Set<Int> = []
    private var lastHeld = 0

    /// One transaction: the messages in their order, then the clock.
    mutating func transact(_ batch: [(message: SimulatedMessage, redelivered: Bool, at: Timestamp)], at now: Timestamp)
    {
        for (message, redelivered, at) in batch {
            self.now = at
            count(take(message, redelivered))
            runSteps()
            applied.insert(message.serial)
        }
        self.now = now
        wake()
        expire()
    }

    mutating func count(_ outcome: Outcome) { outcomes[outcome, default: 0] += 1 }

    /// What a message that is not known does.
    mutating func apply(_ message: SimulatedMessage) -> Outcome {
        guard message.isReadable, let type = message.type else { return deadLetter(message) }
        let occurrence = Occurrence(
            kind: message.kind, name: type, key: message.key, amount: message.amount,
            addressee: message.addresseePlace, isAddressed: message.addressee != nil, cause: message.id ?? "-",
            origin: message)
        let needsKey = message.kind == .message && SimulationModels.messages.contains(type)
        if needsKey && message.key == nil && message.addressee == nil { return deadLetter(message) }
        return receiveOrPark(occurrence)
    }

    private mutating func deadLetter(_ message: SimulatedMessage) -> Outcome {
        if isDeadLetter { return .duplicate }
        dead.append(message)
        return .deadLettered
    }

    private mutating func take(_ message: SimulatedMessage, _ redelivered: Bool) -> Outcome {
        if knows(message) { return .duplicate }
        let known = inbox[message.identity] ?? []
        if message.isTranslated, message.id != nil, known.contains(where: { $0.outcome.isEffect }) {
            if let outcome = overflow(message) {
                remember(message, outcome)
                return outcome
            }
            let line = "delivery dedupe \(message.id ?? "-")"
            parked.append(Parked(line: line, content: .message(message)))
            remember(message, .parked)
            return .parked
        }
        isDeadLetter = redelivered && !message.wasReturned && known.contains(Known(message.content, .deadLettered))
        defer { isDeadLetter = false }
        let outcome = apply(message)
        if outcome != .duplicate { remember(message, outcome) }
        return outcome
    }

    mutating func runSteps() {
        while !steps.isEmpty {
            switch steps.removeFirst() {
            case .receive(let occurrence): count(receiveOrPark(occurrence))
            case .release(let index): release(to: index)
            }
        }
    }

    mutating func receiveOrPark(_ occurrence: Occurrence) -> Outcome {
        do {
            return try receive(occurrence)
        } catch {
            return park(occurrence, "engine")
        }
    }

    /// The brief queue may have only a few held and parked; what would be more is dead.
    private mutating func overflow(_ origin: SimulatedMessage?) -> Outcome? {
        guard let origin, origin.queue == "brief", !isRetrying else { return nil }
        let count =
            held.count { $0.occurrence.origin?.queue == "brief" } + parked.count { $0.origin?.queue == "brief" }
        return count >= Self.briefMost ? deadLetter(origin) : nil
    }

    @discardableResult
    mutating func park(_ occurrence: Occurrence, _ stage: String) -> Outcome {
        if let outcome = overflow(occurrence.origin) { return outcome }
        let line = "event \(stage) \(occurrence.name) \(occurrence.key ?? "-")"
        parked.append(Parked(line: line, content: .occurrence(occurrence)))
        return .parked
    }

    mutating func hold(_ occurrence: Occurrence) -> Outcome {
        guard occurrence.kind == .message || occurrence.isAddressed else {
            // What a process threw, and nobody takes, is never dropped.
            return occurrence.thrownBy == nil ? .discarded : giveUp(occurrence)
        }
        if let outcome = overflow(occurrence.origin) { return outcome }
        lastHeld += 1
        held.append(Held(occurrence: occurrence, expires: now + occurrence.hold, position: lastHeld))
        return .held
    }

    mutating func giveUp(_ occurrence: Occurrence) -> Outcome {
        if occurrence.dies, let origin = occurrence.origin { return deadLetter(origin) }
        return park(occurrence, "receiver")
    }

    private mutating func expire() {
        let due = held.filter { $0.expires <= now }.sorted { ($0.expires, $0.position) < ($1.expires, $1.position) }
        held.removeAll { $0.expires <= now }
        for one in due {
            count(.expired)
            let outcome = giveUp(one.occurrence)
            count(outcome)
            if let origin = one.occurrence.origin { remember(origin, outcome) }
        }
    }

    private mutating func wake() {
        let due = instances.indices.filter { isDue($0) }.sorted { left, right in
            (instances[left].wakeAt ?? now, left) < (instances[right].wakeAt ?? now, right)
        }
        // What one of them throws may reach another before its turn.
        for index in due where isDue(index) {
            do { try timePassed(index) } catch {
                park(index)
            }
            runSteps()
        }
    }

    mutating func park(_ index: Int) {
        instances[index].status = .parked
        parked.append(Parked(line: "instance timer \(instances[index].name)", content: .instance(index)))
    }

    private func isDue(_ index: Int) -> Bool {
        instances[index].status == .running && (instances[index].wakeAt.map { $0 <= now } ?? false)
    }
}
