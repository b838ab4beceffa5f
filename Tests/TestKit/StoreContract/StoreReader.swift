package import Messages
package import StorePort
package import Values

/// Asks a store one thing at a time, and takes the answer out of its fact.
package struct StoreReader {
    package let store: any BridgeStore

    package init(_ store: any BridgeStore) { self.store = store }

    private func take<Answer>(_ want: Want, _ taken: (Fact) -> Answer?) throws -> Answer {
        let fact = try store.read(want)
        guard let answer = taken(fact) else { throw TestFailure("\(want) was answered by \(fact)") }
        return answer
    }

    private func instance(_ want: Want) throws -> StoredInstance? {
        try take(want) { if case .instance(let found) = $0 { .some(found) } else { nil } }
    }

    private func text(_ want: Want) throws -> String? {
        try take(want) { if case .text(let found) = $0 { .some(found) } else { nil } }
    }

    private func keys(_ want: Want) throws -> [Int64] {
        try take(want) { if case .keys(let found) = $0 { found.map(\.number) } else { nil } }
    }

    private func moment(_ want: Want) throws -> Timestamp? {
        try take(want) { if case .moment(let found) = $0 { .some(found) } else { nil } }
    }

    private func heldRows(_ want: Want) throws -> [HeldRow] {
        try take(want) { if case .held(let found) = $0 { found } else { nil } }
    }

    private func outbox(_ want: Want) throws -> [PendingPublication] {
        try take(want) { if case .outbox(let found) = $0 { found } else { nil } }
    }

    private func parkedRows(_ want: Want) throws -> [ParkedRow] {
        try take(want) { if case .parked(let found) = $0 { found } else { nil } }
    }

    private func definitions(_ want: Want) throws -> [StoredDefinition] {
        try take(want) { if case .definitions(let found) = $0 { found } else { nil } }
    }
}

// MARK: - Instances

extension StoreReader {
    package func instance(_ id: InstanceID) throws -> StoredInstance? { try instance(.instance(id)) }

    package func instance(_ key: InstanceKey) throws -> StoredInstance? { try instance(.instanceAt(key)) }

    /// One that must be there.
    package func known(_ id: InstanceID) throws -> StoredInstance {
        guard let instance = try instance(id) else { throw TestFailure("there is no instance \(id)") }
        return instance
    }

    package func id(of key: InstanceKey) throws -> InstanceID? {
        try take(.instanceID(key)) { if case .instanceID(let found) = $0 { .some(found) } else { nil } }
    }

    package func process(of key: InstanceKey) throws -> String? { try text(.process(key)) }

    package func state(of key: InstanceKey) throws -> [UInt8]? {
        try take(.state(key)) { if case .state(let found) = $0 { .some(found) } else { nil } }
    }

    package func waits(of instance: StoredInstance) throws -> [StoredSubscription] {
        switch instance.waits {
        case .list(let waits): waits
        case .stored(let bytes):
            try take(.waits(bytes, of: instance.key)) { if case .waits(let found) = $0 { found } else { nil } }
        }
    }

    package func receivers(_ query: ReceiverQuery) throws -> [Int64] { try keys(.receivers(query)) }

    package func due(_ moment: Timestamp, limit: Int = 99) throws -> [DueTimer] {
        try take(.due(moment, limit: limit)) { if case .due(let found) = $0 { found } else { nil } }
    }

    package func nextTimer() throws -> Timestamp? { try moment(.nextTimer) }

    package func ended(before moment: Timestamp, limit: Int = 99) throws -> [Int64] {
        try keys(.ended(before: moment, limit: limit))
    }

    package func instances(
        _ status: InstanceStatus? = nil, after key: InstanceKey? = nil, limit: Int = 999, scanning: Int = 999
    ) throws -> InstancePage {
        try take(.instances(status, after: key, limit: limit, scanning: scanning)) {
            if case .page(let found) = $0 { found } else { nil }
        }
    }
}

// MARK: - Messages, held events, the outbox

extension StoreReader {
    package func messages(_ digest: Int64) throws -> [InboxRow] {
        try take(.messages(digest: digest)) { if case .messages(let found) = $0 { found } else { nil } }
    }

    package func source(_ name: String) throws -> Int64? {
        try take(.source(name)) { if case .number(let found) = $0 { .some(found) } else { nil } }
    }

    package func oldMessages(before moment: Timestamp, after: Int64 = 0, limit: Int) throws -> MessageRange? {
        try take(.oldMessages(before: moment, after: after, limit: limit)) {
            if case .messageRange(let found) = $0 { .some(found) } else { nil }
        }
    }

    package func received(_ key: InstanceKey, limit: Int = 99) throws -> [ReceivedMessage] {
        try take(.received(key, limit: limit)) { if case .received(let found) = $0 { found } else { nil } }
    }

    package func held(_ query: HeldQuery) throws -> [HeldRow] { try heldRows(.held(query)) }

    package func held(at position: Int64) throws -> HeldRow? { try heldRows(.heldAt(position)).first }

    package func heldPage(after: Int64 = 0, limit: Int = 99, bytes: Int = .max) throws -> [HeldRow] {
        try heldRows(.heldPage(after: after, limit: limit, bytes: bytes))
    }

    package func expired(_ moment: Timestamp, limit: Int = 99) throws -> [HeldRow] {
        try heldRows(.expired(moment, limit: limit))
    }

    package func nextExpiry() throws -> Timestamp? { try moment(.nextExpiry) }

    package func outbox(after: Int64 = 0, limit: Int = 999) throws -> [PendingPublication] {
        try outbox(.outbox(after: after, limit: limit))
    }

    package func publication(_ position: Int64) throws -> PendingPublication? {
        try outbox(.publication(position)).first
    }

    package func outbox(of key: InstanceKey, limit: Int = 99, scanning: Int = 999) throws -> [PendingPublication] {
        try outbox(.outboxOf(key, limit: limit, scanning: scanning))
    }
}

// MARK: - Parked things, and the rest

extension StoreReader {
    package func parked(_ number: Int64) throws -> ParkedRow? { try parkedRows(.parked(number)).first }

    package func parkedPage(after: Int64 = 0, limit: Int = 999, bytes: Int = .max) throws -> [ParkedRow] {
        try parkedRows(.parkedPage(after: after, limit: limit, bytes: bytes))
    }

    package func parked(of key: InstanceKey, limit: Int = 99) throws -> [ParkedRow] {
        try parkedRows(.parkedOf(key, limit: limit))
    }

    package func otherBodies(_ key: MessageKey, limit: Int = 99) throws -> [ParkedRow] {
        try parkedRows(.otherBodies(key, limit: limit))
    }

    package func parkedWithoutKey() throws -> [ParkedRow] { try parkedRows(.parkedWithoutKey) }

    package func givenUp(_ number: Int64) throws -> GivenUp? {
        try take(.givenUp(number)) { if case .givenUp(let found) = $0 { .some(found) } else { nil } }
    }

    package func requests() throws -> [RetryRequest] {
        try take(.retryRequests) { if case .requests(let found) = $0 { found } else { nil } }
    }

    package func broadcast(receivers limit: Int = 99) throws -> BroadcastRow? {
        try take(.broadcast(receivers: limit)) { if case .broadcast(let found) = $0 { .some(found) } else { nil } }
    }

    package func deaths() throws -> [WorkUnit: DeathCount] {
        try take(.deaths) { if case .deaths(let found) = $0 { found } else { nil } }
    }

    package func definition(_ hash: String) throws -> StoredDefinition? { try definitions(.definition(hash)).first }

    package func liveDefinitions() throws -> [StoredDefinition] { try definitions(.liveDefinitions) }

    package func fact(_ name: String) throws -> String? { try text(.fact(name)) }

    package func standing() throws -> Standing {
        try take(.standing) { if case .standing(let found) = $0 { found } else { nil } }
    }

    package func lastKeys() throws -> LastKeys {
        try take(.lastKeys) { if case .lastKeys(let found) = $0 { found } else { nil } }
    }
}
