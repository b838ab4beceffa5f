import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// A thing in a lane, for `LanesTests`.
struct Thing: LaneItem {
    var position: Int64
    var lane: Int
}

/// How far a search goes, and the sizes of what it searches.
struct LanesBounds: Sendable, CustomStringConvertible {
    var lanes = 2
    /// Things that are in the store before the start, and all that are added after it.
    var stored = 0
    var things = 3
    var window = 2
    var loaded = 3
    var losses = 1
    var refusals = 1
    var asides = 1
    var unreadable = 0

    var description: String {
        "\(lanes) lanes, \(stored) of \(things) things stored, window \(window), \(loaded) in memory, \(losses) losses, "
            + "\(refusals) refusals, \(asides) put aside, \(unreadable) unreadable"
    }
}

/// `Lanes`, the store behind it and the receiver before it, as they stand after some events: one state of the search.
struct LanesWorld: Hashable {
    /// What can happen next.
    enum Event: Hashable {
        case add(lanes: [Int])
        case page
        /// The first thing of a page cannot be read: the reader parks it.
        case pageUnreadable
        case publish
        case up, down
        case confirm(Int64)
        case refuse(Int64)
        case putAside(Int64)
        case park(Int64)
        case clock

        /// Whether it happens sooner or later where nothing fails and nothing is added.
        var isSure: Bool {
            switch self {
            case .page, .publish, .up, .confirm, .park, .clock: true
            case .add, .pageUnreadable, .down, .refuse, .putAside: false
            }
        }
    }

    private(set) var subject: Lanes<Thing>
    /// Added, and neither confirmed nor parked.
    private(set) var store: [Thing] = []
    private var added: Int64 = 0
    private var isUp = false
    private var onTheWay: Set<Int64> = []
    /// Put aside, and not on disk yet.
    private var aside: Set<Int64> = []
    /// May be published: for the first time, or after a loss or a refusal.
    private var mayGo: Set<Int64> = []
    private var left: Left

    private struct Left: Hashable {
        var losses, refusals, asides, unreadable: Int
    }

    init(_ bounds: LanesBounds, stored lanes: [Int]) {
        var limits = LaneLimits()
        limits.unconfirmed = bounds.window
        limits.loaded = bounds.loaded
        subject = Lanes(limits: limits, last: Int64(lanes.count))
        left = Left(
            losses: bounds.losses, refusals: bounds.refusals, asides: bounds.asides, unreadable: bounds.unreadable)
        _ = put(lanes)
    }

    var isDone: Bool { store.isEmpty && subject.isIdle && onTheWay.isEmpty && aside.isEmpty }

    private mutating func put(_ lanes: [Int]) -> [Thing] {
        let things = lanes.map { lane in
            added += 1
            return Thing(position: added, lane: lane)
        }
        store += things
        mayGo.formUnion(things.map(\.position))
        return things
    }

    func events(_ bounds: LanesBounds) -> [Event] {
        var events: [Event] = [.publish, isUp ? .down : .up]
        if isUp && left.losses == 0 { events.removeLast() }
        if added < bounds.things {
            events += (0..<bounds.lanes).map { .add(lanes: [$0]) }
            if added + 1 < bounds.things { events.append(.add(lanes: [0, bounds.lanes - 1])) }
        }
        if subject.wanted > 0 {
            events.append(.page)
            if left.unreadable > 0, store.contains(where: { $0.position > subject.cursor }) {
                events.append(.pageUnreadable)
            }
        }
        if subject.nextRetry != nil { events.append(.clock) }
        for position in onTheWay {
            events.append(.confirm(position))
            if left.refusals > 0 { events.append(.refuse(position)) }
            if left.asides > 0 { events.append(.putAside(position)) }
        }
        return events + aside.map { .park($0) }
    }

    /// Lets it happen. Throws where a promise is broken.
    mutating func happen(_ event: Event) throws(Broken) {
        switch event {
        case .add(let lanes): subject.added(put(lanes))
        case .page, .pageUnreadable: page(isFirstUnreadable: event == .pageUnreadable)
        case .publish: if let thing = subject.next() { try publish(thing) }
        case .up:
            isUp = true
            subject.linkReady()
        case .down:
            (isUp, left.losses) = (false, left.losses - 1)
            subject.linkLost()
            mayGo.formUnion(onTheWay)
            onTheWay = []
        case .confirm(let position):
            guard subject.confirmed(position) else { throw Broken("the confirm of \(position) is not taken") }
            finish(position)
        case .refuse(let position):
            guard subject.refused(position, at: Self.start) != nil else {
                throw Broken("the refusal of \(position) is not taken")
            }
            left.refusals -= 1
            onTheWay.remove(position)
            mayGo.insert(position)
        case .putAside(let position):
            guard subject.putAside(position) != nil else { throw Broken("that \(position) came back is not taken") }
            left.asides -= 1
            onTheWay.remove(position)
            aside.insert(position)
        case .park(let position):
            subject.parked(position)
            finish(position)
        case .clock: if let next = subject.nextRetry { subject.clockMoved(to: next) }
        }
        try check()
    }

    private static let start = Timestamp(microseconds: 0)

    struct Broken: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }

    private mutating func page(isFirstUnreadable: Bool) {
        let wanted = subject.wanted
        let found = store.filter { $0.position > subject.cursor }.prefix(wanted)
        if isFirstUnreadable, let first = found.first {
            left.unreadable -= 1
            store.removeAll { $0 == first }
        }
        subject.paged(Array(found.dropFirst(isFirstUnreadable ? 1 : 0)), isEnd: found.count < wanted)
    }

    private mutating func publish(_ thing: Thing) throws(Broken) {
        guard isUp else { throw Broken("\(thing.position) is published while the link is down") }
        guard mayGo.remove(thing.position) != nil else { throw Broken("\(thing.position) is published again") }
        if let first = store.first(where: { $0.lane == thing.lane }), first.position < thing.position {
            throw Broken("\(thing.position) is published before \(first.position) of its lane is done with")
        }
        onTheWay.insert(thing.position)
    }

    private mutating func finish(_ position: Int64) {
        onTheWay.remove(position)
        aside.remove(position)
        store.removeAll { $0.position == position }
    }

    /// What holds in every state.
    private func check() throws(Broken) {
        let limits = subject.limits
        guard subject.unconfirmed == onTheWay.count, onTheWay.count <= limits.unconfirmed else {
            throw Broken("\(onTheWay.count) are on their way, \(subject.unconfirmed) are counted")
        }
        let lanes = store.filter { onTheWay.contains($0.position) || aside.contains($0.position) }.map(\.lane)
        guard Set(lanes).count == lanes.count else { throw Broken("two of one lane are on their way") }
        guard (0...limits.loaded).contains(subject.loaded) else { throw Broken("\(subject.loaded) are in memory") }
        if subject.isIdle, let lost = store.first { throw Broken("\(lost.position) is lost") }
        for thing in store {
            guard (subject.sent(thing.position) == thing) == onTheWay.contains(thing.position) else {
                throw Broken("\(thing.position) is taken for sent, or for not sent")
            }
        }
    }

    /// What is said about a thing that is not on its way (any more) changes nothing.
    func checkStaleWords() throws(Broken) {
        for position in 0...(added + 1) where !onTheWay.contains(position) {
            var after = subject
            guard !after.confirmed(position), after.refused(position, at: Self.start) == nil,
                after.putAside(position) == nil, after == subject
            else { throw Broken("a word about \(position), which is not on its way, is taken") }
            if aside.contains(position) { continue }
            after.parked(position)
            guard after == subject else { throw Broken("\(position) is taken for parked") }
        }
    }
}
