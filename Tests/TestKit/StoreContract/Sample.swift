package import Messages
package import StorePort
package import Values

/// What tests put into stores.
package enum Sample {
    /// When tests happen.
    package static let noon = Timestamp(microseconds: 1_767_225_600_000_000)

    package static let order = StoredDefinition(
        hash: "hash-of-order", process: "order", dialect: "spiff", firstSeen: noon, sources: [1, 2, 3])
    package static let other = StoredDefinition(
        hash: "hash-of-other", process: "other", dialect: "spiff", firstSeen: noon, sources: [])

    package static func id(_ number: Int) -> InstanceID {
        InstanceID("019b7700-0000-7000-8000-\(String(1_000_000 + number))")
    }

    package static func key(_ number: Int) -> InstanceKey { InstanceKey(Int64(number)) }

    package static func correlation(_ number: Int) -> CorrelationText {
        CorrelationText(key: "order", properties: ["order_id": .int(number)])
    }

    package static func wait(
        _ name: String? = "paid", _ number: Int? = nil, kind: EventKind = .message, at element: String = "wait_for_it"
    ) -> StoredSubscription {
        StoredSubscription(kind: kind, name: name, correlation: number.map(correlation), element: element)
    }

    /// An instance as the core begins it: its number is its key.
    package static func instance(_ number: Int, of definition: StoredDefinition = order) -> StoredInstance {
        StoredInstance(
            key: key(number), id: id(number), definition: definition.hash, process: definition.process,
            status: .running, revision: 0, sequence: 0, started: noon, causedBy: "m\(number)", waits: .list([]))
    }

    package static func begin(
        _ number: Int, _ waits: [StoredSubscription] = [], of definition: StoredDefinition = order,
        wakeAt: Timestamp? = nil, ended: Timestamp? = nil
    ) -> Change {
        .begin(
            instance(number, of: definition),
            InstanceChange(
                state: [UInt8(truncatingIfNeeded: number)], sequence: 0, waits: waits, wakeAt: wakeAt, ended: ended))
    }

    package static func advance(
        _ instance: StoredInstance, _ waits: [StoredSubscription] = [], state: [UInt8] = [], sequence: Int = 1,
        wakeAt: Timestamp? = nil, ended: Timestamp? = nil
    ) -> Change {
        .advance(
            instance,
            InstanceChange(state: state, sequence: sequence, waits: waits, wakeAt: wakeAt, ended: ended))
    }

    package static func receivers(
        _ name: String = "paid", _ numbers: [Int] = [], kind: EventKind = .message,
        of definition: StoredDefinition = order, after: Int? = nil, limit: Int = 99
    ) -> ReceiverQuery {
        ReceiverQuery(
            kind: kind, name: name, definition: definition.hash, correlations: numbers.map(correlation),
            after: after.map(key), limit: limit)
    }

    package static func publication(_ position: Int64, lane: Lane = .alone, attempts: Int = 0) -> PendingPublication {
        PendingPublication(
            position: position, lane: lane, created: noon + .seconds(Int(position)), attempts: attempts,
            exchange: "workflow", routingKey: "order.\(position)", body: Array("\(position)".utf8),
            properties: [0, 255])
    }

    package static func held(
        _ position: Int64, _ name: String = "paid", kind: EventKind = .message, to addressee: InstanceID? = nil,
        keys: [HeldKey] = [.uncorrelated], until expiry: Timestamp = noon, key: MessageKey? = nil,
        charge: Charge? = nil, content: [UInt8] = [7]
    ) -> Change {
        .hold(
            HeldEvent(
                row: HeldRow(position: position, expiresAt: expiry, key: key, charge: charge, content: content),
                kind: kind, name: name, addressee: addressee, keys: keys))
    }

    package static func parked(
        _ number: Int64, _ kind: ParkedKind = .event, stage: String = "engine", reason: String = "it fails",
        instance: InstanceKey? = nil, key: MessageKey? = nil, processes: [String] = ["order"],
        charge: Charge? = nil, content: [UInt8] = [7]
    ) -> ParkedRow {
        ParkedRow(
            number: number, kind: kind, stage: stage, reason: reason, at: noon, attempts: 1, instance: instance,
            key: key, processes: processes, charge: charge, content: content)
    }

    package static func message(
        _ position: Int64, source: Int64 = 1, id: String? = nil, content: Int64 = 1, outcome: Outcome = .delivered,
        at moment: Timestamp = noon, instance: InstanceKey? = nil
    ) -> InboxRow {
        InboxRow(
            position: position, source: source, id: id ?? "m\(position)", content: content, isOldForm: false,
            record: InboxRecord(outcome: outcome, at: moment, instance: instance))
    }
}
