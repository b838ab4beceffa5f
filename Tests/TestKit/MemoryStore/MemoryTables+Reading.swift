import Messages
import StorePort
import Values

extension MemoryTables {
    func fact(_ want: Want) -> Fact {
        switch want {
        case .instance(let id): .instance(keys[id].flatMap { instances[$0]?.stored })
        case .instanceAt(let key): .instance(instances[key.number]?.stored)
        case .instanceID(let key): .instanceID(instances[key.number]?.stored.id)
        case .process(let key): .text(instances[key.number]?.stored.process)
        case .state(let key): .state(instances[key.number]?.state)
        case .waits(let bytes, let key): waits(bytes, of: key)
        case .receivers(let query): .keys(receivers(query))
        case .due(let moment, let limit): .due(due(at: moment, limit: limit))
        case .nextTimer:
            .moment(instances.rows.lazy.filter { $0.stored.status == .running }.compactMap(\.stored.wakeAt).min())
        case .ended(let moment, let limit): .keys(ended(before: moment, limit: limit))
        case .instances(let status, let key, let limit, let scanning):
            .page(page(status, after: key, limit: limit, scanning: scanning))

        case .messages(let digest): .messages((digests[digest] ?? []).compactMap { inbox[$0] })
        case .source(let name): .number(sources[ExactText(name)])
        case .oldMessages(let moment, let position, let limit):
            .messageRange(oldMessages(before: moment, after: position, limit: limit))
        case .received(let key, let limit): .received(received(by: key, limit: limit))

        case .held(let query): .held(held(query))
        case .heldAt(let position): .held([held[position]?.row].compactMap { $0 })
        case .heldPage(let position, let limit, let bytes):
            .held(Self.page(held.after(position).map(\.row), limit: limit, bytes: bytes, \.content))
        case .expired(let moment, let limit):
            .held(
                Array(
                    held.rows.map(\.row).filter { $0.expiresAt <= moment }
                        .sorted { ($0.expiresAt, $0.position) < ($1.expiresAt, $1.position) }.prefix(limit)))
        case .nextExpiry: .moment(held.rows.map(\.row.expiresAt).min())

        case .outbox(let position, let limit): .outbox(Array(outbox.after(position).prefix(limit)))
        case .publication(let position): .outbox([outbox[position]].compactMap { $0 })
        case .outboxOf(let key, let limit, let scanning):
            .outbox(Array(outbox.rows.prefix(scanning).filter { $0.lane == .instance(key) }.prefix(limit)))

        case .parked(let number): .parked([parked[number]].compactMap { $0 })
        case .parkedPage(let number, let limit, let bytes):
            .parked(Self.page(Array(parked.after(number)), limit: limit, bytes: bytes, \.content))
        case .parkedOf(let key, let limit): .parked(Array(parked.rows.filter { $0.instance == key }.prefix(limit)))
        case .otherBodies(let key, let limit):
            .parked(
                Array(
                    parked.rows.filter { $0.key.map { $0.identity == key.identity && $0 != key } ?? false }
                        .prefix(limit)))
        case .parkedWithoutKey:
            .parked(parked.rows.filter { $0.key == nil && ($0.kind == .event || $0.kind == .delivery) })
        case .givenUp(let number): .givenUp(givenUp[number])
        case .retryRequests: .requests(requests.rows.filter { parked[$0.number] != nil })

        case .broadcast(let limit): .broadcast(nextBroadcast(limit))
        case .deaths: .deaths(deaths.entries.mapValues(\.count))
        case .definition(let hash): .definitions(few.definitions.filter { $0.hash == hash })
        case .liveDefinitions: .definitions(liveDefinitions)
        case .fact(let name): .text(facts[ExactText(name)])
        case .standing: .standing(standing)
        case .lastKeys: .lastKeys(lastKeys)
        }
    }

    /// At most `limit`, and no more once so many bytes are there.
    private static func page<Row>(
        _ rows: [Row], limit: Int, bytes: Int, _ content: KeyPath<Row, [UInt8]>
    ) -> [Row] {
        var taken = 0
        return Array(
            rows.prefix(limit).prefix { row in
                defer { taken += row[keyPath: content].count }
                return taken <= bytes
            })
    }

    private var liveDefinitions: [StoredDefinition] {
        let live = instances.rows.filter { $0.stored.ended == nil }.map(\.stored.definition)
        return few.definitions.filter { live.contains($0.hash) }
    }

    private func nextBroadcast(_ limit: Int) -> BroadcastRow? {
        guard let position = broadcasts.keys.first, let first = broadcasts.rows.first else { return nil }
        return BroadcastRow(
            position: position, receivers: first.receivers.prefix(limit).map { InstanceKey($0) },
            isLast: first.receivers.count <= limit, content: first.content)
    }

    private var standing: Standing {
        var standing = Standing()
        standing.held = held.count
        standing.outbox = outbox.count
        standing.parked = parked.count
        standing.broadcasts = broadcasts.count
        standing.kept = kept.entries
        standing.keptVersion = few.keptVersion
        standing.mayHaveUntranslated = few.mayHaveUntranslated
        standing.instances = few.counts
        return standing
    }

    private var lastKeys: LastKeys {
        var keys = few.last
        keys.instance = instances.keys.last ?? 0
        return keys
    }
}
