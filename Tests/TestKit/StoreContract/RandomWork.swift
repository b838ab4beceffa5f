import Messages
package import StorePort
import Values

/// Random work on a store, of all kinds that the core does. The same seed does the same on every store.
package struct RandomWork: Sendable {
    package static let names = ["a", "b", "c"]
    package static let definitions = [Sample.order, Sample.other]
    /// So many digests, facts and sources there are.
    package static let variety: Int64 = 5

    package var random: SeededGenerator
    package private(set) var keys = LastKeys()
    /// Time goes on.
    package private(set) var seconds = 0
    /// What the commit that is being made has changed already: what is known of it is old.
    private var instances: Set<Int64> = []
    private var rows: Set<Int64> = []
    private var changes: [Change] = []

    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// What is to be committed next to a store with these contents. Sometimes it is stale.
    package mutating func commit(_ read: StoreReader) throws -> [Change] {
        changes = [.definition(Sample.order)]
        instances = []
        rows = []
        seconds += 1
        for _ in 0..<Int.random(in: 1...7, using: &random) { try step(read) }
        if chance(8) {
            changes.insert(.release(held: .max), at: Int.random(in: 0...changes.count, using: &random))
        }
        return changes
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func any<Item>(_ items: [Item]) -> Item? { items.randomElement(using: &random) }

    private mutating func small() -> Int64 { .random(in: 0..<Self.variety, using: &random) }

    private var now: Timestamp { Sample.noon + .seconds(seconds) }

    private mutating func later() -> Timestamp { now + .seconds(Int.random(in: -20...20, using: &random)) }

    private mutating func step(_ read: StoreReader) throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: begin()
        case 2, 3, 4: try touch(read)
        case 5: try take(read)
        case 6: try hold(read)
        case 7: try publish(read)
        case 8: try park(read)
        case 9: try decide(read)
        case 10: try broadcast(read)
        default: note()
        }
    }
}

// MARK: - Instances

extension RandomWork {
    private mutating func waits() -> [StoredSubscription] {
        var waits: [StoredSubscription] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let name = chance(6) ? nil : any(Self.names)
            waits.append(
                Sample.wait(
                    name, chance(2) ? Int(small()) : nil, kind: chance(5) ? .signal : .message, at: "e\(small())"))
        }
        return waits
    }

    private mutating func bytes() -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: seconds), count: Int.random(in: 0..<5, using: &random))
    }

    /// Now and then one of several pages.
    private mutating func state() -> [UInt8] {
        [UInt8](
            repeating: UInt8(truncatingIfNeeded: seconds),
            count: Int.random(in: 0..<(chance(12) ? 6000 : 9), using: &random))
    }

    private mutating func begin() {
        keys.instance += 1
        if chance(3) { changes.append(.definition(Sample.other)) }
        let definition = changes.contains { if case .definition(Sample.other) = $0 { true } else { false } }
        changes.append(
            Sample.begin(
                Int(keys.instance), waits(), of: definition ? Sample.other : Sample.order,
                wakeAt: chance(2) ? later() : nil, ended: chance(6) ? now : nil))
        instances.insert(keys.instance)
    }

    private mutating func touch(_ read: StoreReader) throws {
        let all = try read.instances(limit: .max, scanning: .max).instances
        guard let one = any(all.filter { !instances.contains($0.key.number) }) else { return begin() }
        instances.insert(one.key.number)
        switch one.status {
        case .running:
            switch Int.random(in: 0..<9, using: &random) {
            case 0: changes.append(.parkInstance(one, reason: "r\(seconds)"))
            case 1: changes.append(.parkUnreadable(one.key, reason: "u\(seconds)"))
            default:
                var steps = [one]
                if chance(3) { steps.append(one) }
                var before = one
                for _ in steps {
                    let change = InstanceChange(
                        state: state(), sequence: before.sequence + 1, waits: waits(),
                        wakeAt: chance(2) ? later() : nil,
                        ended: before.revision > one.revision && chance(2) ? now : nil)
                    changes.append(.advance(before, change))
                    before.revision += 1
                    before.sequence += 1
                    before.waits = .list(change.waits)
                }
            }
        case .parked:
            changes.append(
                chance(3) ? .end(parked: one.key, reason: "given up", at: now) : .unpark(one))
        case .completed:
            if chance(3) {
                let ended = try read.ended(before: .distantFuture, limit: 2)
                changes.append(.forgetInstances(ended.filter { !instances.contains($0) }.map { InstanceKey($0) }))
                instances.formUnion(ended)
            }
        }
    }
}

// MARK: - Messages and events

extension RandomWork {
    private mutating func take(_ read: StoreReader) throws {
        let known = try read.messages(small())
        switch (Int.random(in: 0..<7, using: &random), any(known)) {
        case (0, let one?):
            changes.append(
                .amend(message: one.position, chance(2) ? .expired : .started, instance: InstanceKey(small())))
        case (1, let one?): changes.append(.forgetMessage(one.position))
        case (2, _):
            guard let range = try read.oldMessages(before: now - .seconds(9), limit: 5) else { return }
            changes.append(.forgetMessages(after: 0, upTo: range.last, before: now - .seconds(9)))
        default:
            keys.message += 1
            let instance = chance(2) ? InstanceKey(.random(in: 0...keys.instance, using: &random)) : nil
            changes.append(
                .remember(
                    Sample.message(keys.message, source: small(), content: small(), at: now, instance: instance),
                    digest: small()))
        }
    }

    private mutating func charge() -> Charge? { chance(3) ? nil : Charge(route: small(), bytes: Int(small())) }

    private mutating func key() -> MessageKey? { chance(3) ? nil : MessageKey(identity: small(), content: small()) }

    private mutating func hold(_ read: StoreReader) throws {
        if chance(2), let one = any(try read.heldPage()), rows.insert(one.position).inserted {
            changes.append(.release(held: one.position))
            if chance(2) {
                keys.parked += 1
                changes.append(
                    .park(Sample.parked(keys.parked, key: one.key, charge: one.charge, content: one.content)))
            }
            return
        }
        keys.held += 1
        let addressee = chance(3) ? Sample.id(Int(small())) : nil
        let found: [HeldKey] = addressee.map { [.addressee($0)] } ?? [.uncorrelated]
        changes.append(
            Sample.held(
                keys.held, any(Self.names) ?? "a", to: addressee, keys: addressee == nil && chance(4) ? [] : found,
                until: later(),
                key: key(),
                charge: charge(), content: bytes()))
    }

    private mutating func publish(_ read: StoreReader) throws {
        let waiting = try read.outbox(limit: 4)
        if chance(3), !waiting.isEmpty { return changes.append(.delete(waiting.map(\.position))) }
        keys.outbox += 1
        changes.append(
            .append(Sample.publication(keys.outbox, lane: chance(3) ? .alone : .instance(InstanceKey(small())))))
    }

    private mutating func broadcast(_ read: StoreReader) throws {
        if let row = try read.broadcast(receivers: 2), !chance(3) {
            guard let last = row.receivers.last, !chance(5) else {
                return changes.append(.forgetBroadcast(row.position))
            }
            return changes.append(.given(broadcast: row.position, upTo: last))
        }
        keys.broadcast += 1
        changes.append(
            .broadcast(
                Broadcast(
                    position: keys.broadcast, kind: chance(2) ? .signal : .message, name: any(Self.names) ?? "a",
                    definitions: [(Sample.order.hash, [Sample.correlation(1)]), (Sample.other.hash, [])],
                    content: bytes())))
    }
}

// MARK: - Parked things, and the rest

extension RandomWork {
    private mutating func park(_ read: StoreReader) throws {
        guard chance(2), let one = any(try read.parkedPage()), rows.insert(-one.number).inserted else {
            keys.parked += 1
            let instance = chance(2) ? InstanceKey(small()) : nil
            let kind = any(ParkedKind.allCases) ?? .event
            return changes.append(
                .park(
                    Sample.parked(
                        keys.parked, kind, stage: chance(9) ? "attempts" : "route", instance: instance, key: key(),
                        charge: charge(), content: bytes())))
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: changes.append(.retriedInVain(parked: one.number, reason: "r\(seconds)"))
        case 1: changes.append(.tellDeath(parked: one.number))
        case 2: changes.append(.identify(parked: one.number, MessageKey(identity: small(), content: small())))
        case 3:
            var again = one
            again.attempts += 1
            changes += [.release(parked: one.number), .park(again)]
        default: changes.append(.release(parked: one.number))
        }
    }

    private mutating func decide(_ read: StoreReader) throws {
        let number = Int64.random(in: 1...max(1, keys.parked), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: changes.append(.request(RetryRequest(number: number, isChosen: chance(2)), at: now))
        case 1: changes.append(.forgetRequest(parked: number))
        case 2: changes.append(.pruneGivenUp(before: now - .seconds(9), limit: 2))
        default:
            changes.append(
                .giveUp(
                    GivenUp(
                        number: number, at: later(), why: "w\(seconds)", kind: .event, stage: "s", reason: "r",
                        processes: chance(2) ? [] : ["p"], subject: chance(2) ? nil : "m")))
        }
    }

    private mutating func note() {
        let unit = WorkUnit(any(UnitKind.allCases) ?? .held, UInt64(small()), UInt64(small()))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: changes.append(.death(unit, DeathCount(count: seconds, parked: chance(2) ? nil : 3), at: now))
        case 1: changes.append(.forgetDeath(unit))
        case 2: changes.append(.pruneDeaths(before: now - .seconds(9)))
        case 3:
            let number = small()
            changes.append(.source("s\(number)", key: number + 1))
        default: changes.append(.fact("f\(small())", chance(3) ? nil : "\(seconds)"))
        }
    }
}
