package import StorePort

extension Store {
    package func read(_ wants: [Want]) throws(StoreFailure) -> [Fact] {
        try beginReading()
        var facts: [Fact] = []
        facts.reserveCapacity(wants.count)
        for want in wants {
            do throws(StoreFailure) {
                facts.append(try tables.fact(want))
            } catch {
                guard error.kind == .unreadable else { throw error }
                facts.append(.unreadable(error))
            }
        }
        return facts
    }
}

extension Store {
    package func read(_ want: Want) throws(StoreFailure) -> Fact {
        try beginReading()
        return try tables.fact(want)
    }
}

extension Tables {
    /// The fact that answers a want.
    fileprivate func fact(_ want: Want) throws(StoreFailure) -> Fact {
        switch want {
        case .instance(let id): .instance(try instance(id))
        case .instanceAt(let key): .instance(try instance(key))
        case .instanceID(let key): .instanceID(try instanceID(of: key))
        case .process(let key): .text(try process(of: key))
        case .state(let key): .state(try state(of: key))
        case .waits(let bytes, let key): .waits(try subscriptions(bytes, of: key))
        case .receivers(let query): .keys(try waiting(query))
        case .due(let moment, let limit): .due(try due(at: moment, limit: limit))
        case .nextTimer: .moment(try nextTimer())
        case .ended(let moment, let limit): .keys(try ended(before: moment, limit: limit))
        case .instances(let status, let key, let limit, let scanning):
            .page(try instances(status, after: key, limit: limit, scanning: scanning))

        case .messages(let digest): .messages(try inboxRows(digest))
        case .source(let name): .number(mirror.now.names.source(name))
        case .oldMessages(let moment, let position, let limit):
            .messageRange(try oldMessages(before: moment, after: position, limit: limit))
        case .received(let key, let limit): .received(try received(by: key, limit: limit))

        case .held(let query): .held(try held(query))
        case .heldAt(let position): .held(try held(at: position))
        case .heldPage(let position, let limit, let bytes):
            .held(try heldPage(after: position, limit: limit, bytes: bytes))
        case .expired(let moment, let limit): .held(try expired(at: moment, limit: limit))
        case .nextExpiry: .moment(try nextExpiry())

        case .outbox(let position, let limit): .outbox(try pending(after: position, limit: limit))
        case .publication(let position): .outbox(try pending(at: position))
        case .outboxOf(let key, let limit, let scanning):
            .outbox(try pending(of: key, limit: limit, scanning: scanning))

        case .parked(let number): .parked(try parked(number))
        case .parkedPage(let number, let limit, let bytes):
            .parked(try parkedPage(after: number, limit: limit, bytes: bytes))
        case .parkedOf(let key, let limit): .parked(try parked(of: key, limit: limit))
        case .otherBodies(let key, let limit): .parked(try otherBodies(key, limit: limit))
        case .parkedWithoutKey: .parked(try parkedWithoutKey())
        case .givenUp(let number): .givenUp(try givenUp(number: number))
        case .retryRequests: .requests(try requestedRetries())

        case .broadcast(let limit): .broadcast(try nextBroadcast(receivers: limit))
        case .deaths: .deaths(try deaths())
        case .definition(let hash): .definitions(try [definition(hash)].compactMap { $0 })
        case .liveDefinitions: .definitions(try liveDefinitions())
        case .fact(let name): .text(try fact(name))
        case .standing: .standing(mirror.standing)
        case .lastKeys: .lastKeys(try lastKeys())
        }
    }
}
