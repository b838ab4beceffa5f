import Messages
import StorePort
import TestKit
import Values

@testable import Core

/// Random decisions in a working set, of all kinds that a round makes.
struct SetWork {
    static let names = ["a", "b"]
    static let definitions = [Sample.order, Sample.other]
    static let routes = ["r0", "r1"]

    var random: SeededGenerator
    /// How many instances were begun, taken back or not.
    private(set) var begun = 0
    private var seconds = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func upTo(_ limit: Int) -> Int { .random(in: 0...limit, using: &random) }

    mutating func decide(_ count: Int, in set: WorkingSet) throws {
        for _ in 0..<count { try decide(in: set) }
    }

    private var now: Timestamp { Sample.noon + .seconds(seconds) }

    private mutating func any<Item>(_ items: [Item]) -> Item { items[upTo(items.count - 1)] }

    private mutating func decide(in set: WorkingSet) throws {
        seconds += 1
        switch upTo(11) {
        case 0, 1: begin(in: set)
        case 2, 3, 4: try touch(in: set)
        case 5: try take(in: set)
        case 6: try hold(in: set)
        case 7: try release(in: set)
        case 8: _ = try set.park(parked(in: set))
        case 9: try retry(in: set)
        case 10: try broadcast(in: set)
        default: _ = try set.source("q\(upTo(9))")
        }
    }
}

// MARK: - Instances

extension SetWork {
    private mutating func waits() -> [StoredSubscription] {
        (0..<upTo(3)).map { place in
            Sample.wait(
                upTo(5) == 0 ? nil : any(Self.names), upTo(1) == 0 ? nil : upTo(1),
                kind: upTo(2) == 0 ? .signal : .message, at: "e\(place)")
        }
    }

    private mutating func change(after sequence: Int) -> InstanceChange {
        let hasEnded = upTo(5) == 0
        return InstanceChange(
            state: [UInt8(truncatingIfNeeded: seconds)], sequence: sequence + upTo(2), waits: hasEnded ? [] : waits(),
            wakeAt: hasEnded || upTo(1) == 0 ? nil : now, ended: hasEnded ? now : nil)
    }

    private mutating func begin(in set: WorkingSet) {
        begun += 1
        let definition = any(Self.definitions)
        _ = set.begin(
            Sample.id(begun), of: definition.hash, process: definition.process, at: now, causedBy: "m\(begun)",
            traceparent: nil, after: change(after: 0))
    }

    private mutating func touch(in set: WorkingSet) throws {
        guard begun > 0, let one = try set.instance(Sample.id(1 + upTo(begun - 1))) else { return begin(in: set) }
        switch one.status {
        case .running:
            if upTo(4) == 0 {
                set.park(one, reason: "r\(seconds)")
            } else {
                set.update(one, to: change(after: one.sequence))
            }
        case .parked:
            if upTo(2) == 0 {
                _ = set.end(parked: one.key, reason: "given up", at: now)
            } else {
                _ = try set.unpark(one)
            }
        case .completed: return
        }
    }
}

// MARK: - Messages and events

extension SetWork {
    static func key(of message: Int, _ content: Int, in set: WorkingSet) throws -> MessageKey {
        try set.key(of: MessageIdentity(queue: "in", id: "m\(message)"), .bytes([UInt8(content)]))
    }

    private mutating func take(in set: WorkingSet) throws {
        let (message, content) = (upTo(3), upTo(1))
        let key = try Self.key(of: message, content, in: set)
        switch upTo(4) {
        case 0: try set.forget(key)
        case 1: try set.amend(key, outcome: any(Outcome.allCases), instance: nil)
        default:
            try set.remember(
                id: "m\(message)", source: "in", key: key, outcome: any(Outcome.allCases), at: now)
        }
    }

    private mutating func incoming(_ kind: EventKind, _ name: String, to addressee: InstanceID? = nil) -> IncomingEvent
    {
        IncomingEvent(event: Event(kind: kind, name: name), addressee: addressee, route: any(Self.routes))
    }

    private mutating func hold(in set: WorkingSet) throws {
        let addressee = upTo(2) == 0 ? Sample.id(1 + upTo(3)) : nil
        let name = any(Self.names)
        let keys: [HeldKey] =
            addressee.map { [.addressee($0)] }
            ?? (upTo(1) == 0
                ? [.uncorrelated] : [.correlation(Sample.correlation(0)), .correlation(Sample.correlation(1))])
        try set.hold(incoming(.message, name, to: addressee), name: name, keys: keys, until: now)
    }

    private mutating func release(in set: WorkingSet) throws {
        let position = Int64(upTo(Int(set.keys.held)))
        guard let row = try set.held(position: position) else { return }
        if upTo(1) == 0 {
            set.release(held: row)
        } else {
            set.park(row, stage: "held", reason: "it fails", at: now)
        }
    }

    private mutating func broadcast(in set: WorkingSet) throws {
        let name = any(Self.names)
        guard try !set.waiting(Sample.receivers(name, [0], kind: .signal)).isEmpty else { return }
        set.broadcast(incoming(.signal, name), name: name, in: [(Sample.order.hash, [Sample.correlation(0)])])
    }
}

// MARK: - Parked things

extension SetWork {
    private mutating func parked(in set: WorkingSet) throws -> Parked {
        let key = try Self.key(of: upTo(3), upTo(1), in: set)
        let event = incoming(.message, any(Self.names))
        let running = begun > 0 ? try set.instance(Sample.id(1 + upTo(begun - 1)))?.key : nil
        let content =
            if let running, upTo(1) == 0 { ParkedContent.instance(running, input: event) } else {
                ParkedContent.event(event)
            }
        return Parked(content, stage: "engine", reason: "r\(seconds)", at: now, key: key)
    }

    private mutating func retry(in set: WorkingSet) throws {
        let number = Int64(upTo(Int(set.keys.parked)))
        guard let row = try set.parked(number: number) else { return }
        switch upTo(3) {
        case 0: try set.retriedInVain(parked: number, reason: "r\(seconds)")
        case 1: set.giveUp(row, why: "no", subject: nil, at: now)
        case 2: set.release(parked: row)
        default:
            set.release(parked: row)
            _ = try set.park(parked(in: set), number: number)
        }
    }
}
