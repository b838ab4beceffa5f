import DequeModule
import Values

/// Hands numbered items to a receiver that confirms each: at most one of a lane is on its way, and a bounded number in
/// all; again after a lost link, later after a refusal, and put aside if it can never be delivered.
///
/// Values in, values out. Items are taken in the order of their positions and none is skipped: what does not fit into
/// memory is paged in from the store later, from `cursor` on. After each event, `next` gives what may go now.
struct Lanes<Item: LaneItem>: Sendable, Hashable {
    private struct Retry: Sendable, Hashable {
        var at: Timestamp
        var lane: Item.LaneID
    }

    let limits: LaneLimits
    private var lanes: [Item.LaneID: LaneQueue<Item>] = [:]
    /// The lanes whose state is `ready`, in the order in which they go.
    private var ready = Deque<Item.LaneID>()
    /// The lanes whose state is `sent` or `putAside`, by the position of their first item.
    private var asked: [Int64: Item.LaneID] = [:]
    /// The lanes whose state is `refused`, in the order of their times.
    private var retries = Deque<Retry>()
    private var isUp = false
    /// How many items are in memory, waiting or on their way.
    private(set) var loaded = 0
    /// How many items are on their way.
    private(set) var unconfirmed = 0
    /// Every item up to here has been taken into memory.
    private(set) var cursor: Int64 = 0
    /// The highest position that was added.
    private var last: Int64

    /// - Parameter last: the highest position in the store at the start; items up to it are paged in.
    init(limits: LaneLimits = LaneLimits(), last: Int64 = 0) {
        self.limits = limits
        self.last = last
    }

    /// How many items the caller should read from the store after `cursor` and give to `paged`; 0 for none.
    var wanted: Int { cursor < last && loaded <= limits.loaded / 2 ? limits.loaded - loaded : 0 }

    /// When `clockMoved` is due next.
    var nextRetry: Timestamp? { retries.first?.at }

    /// Nothing waits, nothing is on its way, nothing is left in the store.
    var isIdle: Bool { loaded == 0 && cursor >= last }

    /// The item if it is on its way.
    func sent(_ position: Int64) -> Item? {
        guard let lane = asked[position], let queue = lanes[lane], case .sent = queue.state else { return nil }
        return queue.first
    }
}

// MARK: - What comes in

extension Lanes {
    /// These are in the store now, behind all others.
    mutating func added(_ items: [Item]) {
        guard let newest = items.last else { return }
        let hasGap = cursor < last
        last = max(last, newest.position)
        if hasGap { return }
        for item in items.prefix(max(0, limits.loaded - loaded)) { take(item) }
    }

    /// The items after `cursor`, in order of position, as the store has them.
    ///
    /// - Parameter isEnd: there are no more.
    mutating func paged(_ items: [Item], isEnd: Bool) {
        for item in items where item.position > cursor { take(item) }
        if isEnd { cursor = max(cursor, last) }
    }

    private mutating func take(_ item: Item) {
        cursor = item.position
        loaded += 1
        if let index = lanes.index(forKey: item.lane) {
            lanes.values[index].append(item)
        } else {
            lanes[item.lane] = LaneQueue(item)
            ready.append(item.lane)
        }
    }
}

// MARK: - What goes out

extension Lanes {
    /// The receiver can be reached. Waits after refusals begin again, as it may be another one behind the same name; but
    /// the times that are set stay, since all at once would find a full queue full.
    mutating func linkReady() {
        isUp = true
        for retry in retries { lanes[retry.lane]?.state = .refused(times: 0) }
    }

    /// What was on its way may or may not have arrived: it goes again, first of all and the oldest first.
    mutating func linkLost() {
        isUp = false
        unconfirmed = 0
        var interrupted: [(position: Int64, lane: Item.LaneID)] = []
        for (position, lane) in asked {
            guard case .sent(let refusals) = lanes[lane]?.state else { continue }
            lanes[lane]?.state = .ready(refusals: refusals)
            interrupted.append((position, lane))
        }
        interrupted.sort { $0.position < $1.position }
        for one in interrupted { asked[one.position] = nil }
        ready.prepend(contentsOf: interrupted.map(\.lane))
    }

    /// The next item to hand over, which is on its way from now on; nil if none may go now.
    mutating func next() -> Item? {
        guard isUp, unconfirmed < limits.unconfirmed, let lane = ready.popFirst(),
            let index = lanes.index(forKey: lane), case .ready(let refusals) = lanes.values[index].state
        else { return nil }
        lanes.values[index].state = .sent(refusals: refusals)
        let item = lanes.values[index].first
        asked[item.position] = lane
        unconfirmed += 1
        return item
    }
}

// MARK: - What the receiver said, each about an item that is on its way; about any other it changes nothing

extension Lanes {
    /// It has arrived: the next of its lane may go. False if it was not on its way.
    mutating func confirmed(_ position: Int64) -> Bool {
        guard let place = asked.index(forKey: position), let index = lanes.index(forKey: asked[place].value),
            case .sent = lanes.values[index].state
        else { return false }
        unconfirmed -= 1
        finish(place, index)
        return true
    }

    /// It could not be taken now: it goes again after a while, and its lane waits for it.
    mutating func refused(_ position: Int64, at now: Timestamp) -> Item? {
        guard let lane = asked[position], let index = lanes.index(forKey: lane),
            case .sent(let refusals) = lanes.values[index].state
        else { return nil }
        unconfirmed -= 1
        asked[position] = nil
        lanes.values[index].state = .refused(times: refusals + 1)
        let at = now + limits.wait(after: refusals + 1)
        let place = retries.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
        retries.insert(Retry(at: at, lane: lane), at: place)
        return lanes.values[index].first
    }

    /// It can never be delivered. Its lane waits until that is on disk: after a crash it would be handed over again, and
    /// must not come behind its successor.
    mutating func putAside(_ position: Int64) -> Item? {
        guard let lane = asked[position], let index = lanes.index(forKey: lane), case .sent = lanes.values[index].state
        else { return nil }
        unconfirmed -= 1
        lanes.values[index].state = .putAside
        return lanes.values[index].first
    }

    /// That it was put aside is on disk: those behind it may go.
    mutating func parked(_ position: Int64) {
        guard let place = asked.index(forKey: position), let index = lanes.index(forKey: asked[place].value),
            case .putAside = lanes.values[index].state
        else { return }
        finish(place, index)
    }

    mutating func clockMoved(to now: Timestamp) {
        while let retry = retries.first, retry.at <= now {
            retries.removeFirst()
            guard case .refused(let times) = lanes[retry.lane]?.state else { continue }
            lanes[retry.lane]?.state = .ready(refusals: times)
            ready.append(retry.lane)
        }
    }

    /// The first item of the lane is done with.
    private mutating func finish(
        _ place: Dictionary<Int64, Item.LaneID>.Index, _ index: Dictionary<Item.LaneID, LaneQueue<Item>>.Index
    ) {
        loaded -= 1
        if lanes.values[index].advance() {
            ready.append(asked[place].value)
        } else {
            lanes.remove(at: index)
        }
        asked.remove(at: place)
    }
}
