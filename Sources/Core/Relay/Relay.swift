import DequeModule
import Messages
package import RabbitMQ
package import Values

/// Decides what of the outbox goes to the broker when: at most one unconfirmed publication a lane (promise 5), a
/// bounded number in all, again after a lost link or a nack, parked after a return.
///
/// Values in, values out. Rows are taken in the order of their positions and never skipped: what does not fit into
/// memory is paged in from the store later, from `cursor` on.
package struct Relay: Sendable {
    package struct Limits: Sendable {
        /// Publications on their way at once.
        package var unconfirmed = 2_000
        /// Rows in memory, waiting or on their way.
        package var loaded = 10_000
        /// The wait before a refused publication is tried again: doubled each time, from … to.
        package var firstRetry = Duration.milliseconds(500)
        package var longestRetry = Duration.seconds(30)

        package init() {}
    }

    let limits: Limits
    private var lanes: [LaneNumber: RelayLane] = [:]
    /// Lanes whose first row may go, oldest first. A lane is here, on its way, waiting to be retried, or waiting until its
    /// first row is parked.
    private var ready = Deque<LaneNumber>()
    private var laneOfMessage: TextMap<LaneNumber> = [:]
    /// Returned by the broker, and not parked on disk yet.
    private var laneOfReturned: [Int64: LaneNumber] = [:]
    private var retries: [(at: Timestamp, lane: LaneNumber)] = []
    private var linkIsReady = false
    private var loaded = 0
    /// Every row up to here has been taken into memory.
    package private(set) var cursor: Int64 = 0
    /// The highest position that was committed.
    private var last: Int64

    /// - Parameter last: the highest position in the outbox at the start; rows up to it are paged in.
    package init(limits: Limits = Limits(), last: Int64 = 0) {
        self.limits = limits
        self.last = last
    }

    /// How many rows the caller should read from the store after `cursor` and give to `rowsLoaded`; 0 for none.
    package var wantsRows: Int {
        cursor < last && loaded <= limits.loaded / 2 ? limits.loaded - loaded : 0
    }

    /// When `clockMoved` is due next.
    package var nextRetry: Timestamp? { retries.lazy.map(\.at).min() }

    /// Nothing waits, nothing is on its way, nothing is left in the store.
    package var isIdle: Bool { loaded == 0 && cursor >= last }

    package var unconfirmedCount: Int { laneOfMessage.count }

    /// A transaction with these rows has been committed.
    package mutating func rowsCommitted(_ rows: [OutboxRow]) -> RelayActions {
        guard let newest = rows.last else { return RelayActions() }
        let hasGap = cursor < last
        last = max(last, newest.position)
        if !hasGap {
            for row in rows.prefix(max(0, limits.loaded - loaded)) { take(row) }
        }
        return filled()
    }

    /// The rows after `cursor`, in order of position, as the store has them; fewer than wanted means the end.
    package mutating func rowsLoaded(_ rows: [OutboxRow], wanted: Int) -> RelayActions {
        for row in rows where row.position > cursor { take(row) }
        if rows.count < wanted { cursor = max(cursor, last) }
        return filled()
    }

    /// The waits for what an earlier channel refused begin again: the new one may find another node. Their times stay, as
    /// all at once would find a full queue full.
    package mutating func linkReady() -> RelayActions {
        linkIsReady = true
        for retry in retries { lanes[retry.lane]?.attempts = 0 }
        return filled()
    }

    /// Whatever was on its way may or may not have arrived: it is published again, with the same id.
    package mutating func linkLost() {
        linkIsReady = false
        let interrupted = laneOfMessage.values.sorted { firstPosition(of: $0) < firstPosition(of: $1) }
        ready.prepend(contentsOf: interrupted)
        laneOfMessage.removeAll(keepingCapacity: true)
    }

    package mutating func settled(_ outcomes: [PublicationOutcome], at now: Timestamp) -> RelayActions {
        var actions = RelayActions()
        for outcome in outcomes {
            guard let lane = laneOfMessage.removeValue(forKey: outcome.messageID),
                let row = lanes[lane]?.rows.first
            else { continue }
            switch outcome.result {
            case .confirmed:
                actions.confirmed.append(row.position)
                removeFirst(of: lane)
            // The broker delivers to whoever waits there, and says that it has no queue of that name.
            case .returned where row.publication.isDirectReply:
                actions.confirmed.append(row.position)
                removeFirst(of: lane)
            case .returned(let code, let text):
                putAside(row, of: lane, reason(row.publication, code, text), &actions)
            case .unpublishable(let reason):
                putAside(row, of: lane, reason, &actions)
            case .nacked:
                actions.refused.append(row.publication)
                actions.refusedPositions.append(row.position)
                let attempts = (lanes[lane]?.attempts ?? 0) + 1
                lanes[lane]?.attempts = attempts
                retries.append((now + delay(beforeAttempt: attempts), lane))
            }
        }
        fill(&actions)
        return actions
    }

    /// Until a returned publication is parked on disk its lane waits: after a crash it would be published again, and
    /// must not come behind its successor.
    private mutating func putAside(
        _ row: OutboxRow, of lane: LaneNumber, _ reason: String, _ actions: inout RelayActions
    ) {
        actions.returned.append(
            RelayActions.Returned(position: row.position, publication: row.publication, reason: reason))
        laneOfReturned[row.position] = lane
    }

    /// What a person reads who has to find out why no queue took it.
    private func reason(_ publication: Publication, _ code: Int, _ text: String) -> String {
        let place =
            publication.exchange.isEmpty
            ? "there is no queue \(publication.routingKey)"
            : "no queue takes \(publication.routingKey) from exchange \(publication.exchange)"
        return "\(place) (\(code) \(text))"
    }

    /// A transaction that parked these returned publications has been committed: those behind them may go.
    package mutating func rowsParked(_ positions: [Int64]) -> RelayActions {
        if positions.isEmpty { return RelayActions() }
        for position in positions {
            if let lane = laneOfReturned.removeValue(forKey: position) { removeFirst(of: lane) }
        }
        return filled()
    }

    package mutating func clockMoved(to now: Timestamp) -> RelayActions {
        guard let next = nextRetry, next <= now else { return RelayActions() }
        for retry in retries where retry.at <= now { ready.append(retry.lane) }
        retries.removeAll { $0.at <= now }
        return filled()
    }

    private func firstPosition(of lane: LaneNumber) -> Int64 { lanes[lane]?.rows.first?.position ?? 0 }

    private func delay(beforeAttempt attempts: Int) -> Duration {
        min(limits.longestRetry, limits.firstRetry * (1 << min(attempts - 1, 16)))
    }

    private mutating func take(_ row: OutboxRow) {
        cursor = row.position
        loaded += 1
        if lanes[row.lane] == nil { ready.append(row.lane) }
        lanes[row.lane, default: RelayLane()].rows.append(row)
    }

    /// The first row of the lane is done with: the next may go.
    private mutating func removeFirst(of lane: LaneNumber) {
        loaded -= 1
        lanes[lane]?.rows.removeFirst()
        lanes[lane]?.attempts = 0
        if lanes[lane]?.rows.isEmpty == true {
            lanes[lane] = nil
        } else {
            ready.append(lane)
        }
    }

    private mutating func filled() -> RelayActions {
        var actions = RelayActions()
        fill(&actions)
        return actions
    }

    /// Sends what may go. A row whose message id is already on its way (a dead letter may share one) waits its turn.
    private mutating func fill(_ actions: inout RelayActions) {
        guard linkIsReady else { return }
        var waiting: [LaneNumber] = []
        while laneOfMessage.count < limits.unconfirmed, let lane = ready.popFirst() {
            guard let publication = lanes[lane]?.rows.first?.publication else { continue }
            let message = publication.properties.messageID ?? ""
            if laneOfMessage[message] != nil {
                waiting.append(lane)
                continue
            }
            laneOfMessage[message] = lane
            actions.publish.append(publication)
        }
        ready.prepend(contentsOf: waiting)
    }
}

/// The rows of one lane in memory, in order.
private struct RelayLane: Sendable {
    var rows = Deque<OutboxRow>()
    /// How often the broker has refused the first row.
    var attempts = 0
}

extension Publication {
    /// The answer to a request that named RabbitMQ's direct reply-to: no queue, but a place at the requester's channel.
    fileprivate var isDirectReply: Bool { exchange.isEmpty && routingKey.hasPrefix("amq.rabbitmq.reply-to.") }
}
