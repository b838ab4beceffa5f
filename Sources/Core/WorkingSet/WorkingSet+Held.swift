import Messages
import StorePort
import Values

/// A held event as it is now.
enum HeldEntry {
    case held(HeldEvent)
    case released
}

/// What newly held events are found by.
enum HeldIndexKey: Hashable {
    /// Those that name no instance.
    case openly(EventKind)
    case key(EventKind, HeldKey)
}

extension WorkingSet {
    /// Holds an event that nobody waits for yet.
    func hold(
        _ incoming: IncomingEvent, name: String, keys heldKeys: [HeldKey], until expiry: Timestamp
    ) throws(StoreFailure) {
        var content = ByteWriter()
        content.write(incoming)
        let charge = try charge(incoming.route, bytes: content.bytes.count)
        keys.held += 1
        let row = HeldRow(
            position: keys.held, expiresAt: expiry, key: incoming.key, charge: charge, content: content.bytes)
        let event = HeldEvent(
            row: row, kind: incoming.event.kind, name: name, addressee: incoming.addressee, keys: heldKeys)
        append(.hold(event))
        held.set(.held(event), for: row.position)
        if incoming.addressee == nil { index(row.position, .openly(event.kind)) }
        for key in heldKeys { index(row.position, .key(event.kind, key)) }
        add(charge)
        heldNow += 1
    }

    private func index(_ position: Int64, _ key: HeldIndexKey) {
        heldIndex.set((heldIndex[key] ?? []) + [position], for: key)
    }

    /// Holds it no longer.
    func release(held row: HeldRow) {
        append(.release(held: row.position))
        held.set(.released, for: row.position)
        remove(row.charge)
        heldNow -= 1
    }

    /// Parks a held event as it stands, readable or not: those behind it go on.
    func park(_ row: HeldRow, stage: String, reason: String, at now: Timestamp) {
        release(held: row)
        keys.parked += 1
        keep(
            ParkedRow(
                number: keys.parked, kind: .event, stage: stage, reason: reason, at: now, attempts: 1, key: row.key,
                processes: [], charge: row.charge, content: row.content))
    }

    func holdsAny() -> Bool { heldNow > 0 }

    /// Held events that can be found so, oldest first.
    func held(_ query: HeldQuery) throws(StoreFailure) -> [HeldRow] {
        var found = try unreleased(query)
        var positions = Set<Int64>()
        if query.openly { positions.formUnion(heldIndex[.openly(query.kind)] ?? []) }
        for key in query.keys { positions.formUnion(heldIndex[.key(query.kind, key)] ?? []) }
        for position in positions.sorted() where position > query.after {
            guard case .held(let event)? = held[position], query.name == nil || event.name == query.name else {
                continue
            }
            found.append(event.row)
        }
        // Those of the store are older than all that are new.
        return found.count > query.limit ? Array(found.prefix(query.limit)) : found
    }

    private func unreleased(_ query: HeldQuery) throws(StoreFailure) -> [HeldRow] {
        guard standing.held > 0 else { return [] }
        var query = query
        var found: [HeldRow] = []
        while true {
            guard case .held(let page) = try store.read(.held(query)) else { throw Self.misunderstood("held events") }
            found += page.filter { held[$0.position] == nil }
            guard page.count == query.limit, found.count < query.limit, let last = page.last else { return found }
            query.after = last.position
        }
    }

    func held(position: Int64) throws(StoreFailure) -> HeldRow? {
        switch held[position] {
        case .released?: return nil
        case .held(let event)?: return event.row
        case nil:
            guard case .held(let rows) = try store.read(.heldAt(position)) else {
                throw Self.misunderstood("a held event")
            }
            return rows.first
        }
    }

    /// Those whose time was up in the store, the most overdue first.
    func expired(at now: Timestamp, limit: Int) throws(StoreFailure) -> [HeldRow] {
        guard case .held(let rows) = try store.read(.expired(now, limit: limit)) else {
            throw Self.misunderstood("held events")
        }
        return rows.filter { held[$0.position] == nil }
    }
}
