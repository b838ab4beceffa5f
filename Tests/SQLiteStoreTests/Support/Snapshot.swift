import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// Everything a store holds that its users can see.
struct Snapshot: Equatable {
    var instances: [StoredInstance] = []
    var states: [[UInt8]] = []
    var waits: [[StoredSubscription]] = []
    var found: TextMap<[InstanceKey]> = [:]
    var counts = InstanceCounts()
    var outbox: [PendingPublication] = []
    var inbox: TextMap<InboxFinding> = [:]
    var held: [Int64] = []
    var parked: [Int64] = []
    var timers: [DueTimer] = []
    var live: [StoredDefinition] = []
    var kept = [KeptAmount(), KeptAmount()]

    /// - Parameter messages: the ids that may have been taken.
    init(of store: Store, messages: Int, names: [String]) throws {
        try store.transaction { transaction throws in
            instances = try transaction.instances(limit: .max, scanning: .max).instances
            for instance in instances {
                states.append(try transaction.state(of: instance.key))
                waits.append(try transaction.subscriptions(of: instance))
            }
            for name in names {
                found[name] = try transaction.waiting(
                    for: .message, name: name, in: order.hash, correlations: (0..<3).map(correlation), limit: .max)
                held += try transaction.held(.message, name: name, for: nil, limit: .max).map(\.position)
            }
            counts = transaction.countInstances()
            outbox = try transaction.pending(limit: .max)
            for number in 0..<messages {
                inbox["\(number)"] = try transaction.inboxFinding(id: "\(number)", source: "q", bodyHash: 0)
            }
            parked = try transaction.parked(limit: .max).map(\.number)
            timers = try transaction.due(at: .distantFuture, limit: .max)
            live = try transaction.liveDefinitions()
            kept = ["q", "r"].map { transaction.kept(route: $0) }
        }
    }
}

/// Random work on a store, of the kinds the bridge does.
struct RandomWork {
    static let names = ["a", "b", "c"]
    var random: SeededGenerator
    /// Ids of messages and instances, counted.
    var messages = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func waits() -> [StoredSubscription] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in
            wait(Self.names.randomElement(using: &random), Bool.random(using: &random) ? messages % 3 : nil)
        }
    }

    /// One step of a transaction.
    mutating func step(_ transaction: borrowing Transaction) throws {
        let all = try transaction.instances(limit: .max, scanning: .max).instances
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1:
            let started = try transaction.start(
                messages, waits(), wakeAt: Bool.random(using: &random) ? noon + .seconds(messages) : nil)
            try take(transaction, started.key)
        case 2, 3:
            guard let one = all.filter({ $0.status == .running }).randomElement(using: &random) else { return }
            let ends = Int.random(in: 0..<4, using: &random) == 0
            try transaction.update(
                one,
                to: InstanceChange(
                    state: Array(
                        repeating: UInt8(one.revision & 0xFF), count: Int.random(in: 0..<9000, using: &random)),
                    sequence: one.sequence + 1, waits: ends ? [] : waits(), ended: ends ? noon : nil))
            try transaction.append(publication("\(one.id)/\(one.sequence)"), lane: .instance(one.key), at: noon)
        case 4:
            try transaction.delete(try transaction.pending(limit: 3).map(\.position))
        case 5:
            var incoming = IncomingEvent(event: Event(kind: .message, name: "a"))
            incoming.route = [nil, "q", "r"].randomElement(using: &random) ?? nil
            try transaction.hold(incoming, name: "a", keys: [.uncorrelated], until: noon)
            try take(transaction, nil)
        case 6:
            if let one = try transaction.held(.message, name: "a", for: nil, limit: 1).first {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: try transaction.park(one, stage: "s", reason: "r", at: noon)
                default: try transaction.release(held: one.position)
                }
            } else if let parked = try transaction.parked(limit: 1).first {
                try transaction.release(parked: parked.number)
            }
        case 7:
            if let one = all.filter({ $0.status != .completed }).randomElement(using: &random) {
                if one.status == .parked { try transaction.unpark(one) } else { try transaction.park(one, reason: "r") }
            }
        default:
            if let first = try transaction.pending(limit: 1).first {
                try transaction.parkPublication(first.position, reason: "r", at: noon)
            }
        }
    }

    private mutating func take(_ transaction: borrowing Transaction, _ instance: InstanceKey?) throws {
        try transaction.remember(
            id: "\(messages)", source: "q", bodyHash: 0, outcome: .started, instance: instance, at: noon)
        messages += 1
    }
}
