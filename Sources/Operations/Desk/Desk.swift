import Core
import Messages
import SQLiteStore
import StorePort
import Values

/// What there is in a store, for a person: of a running bridge, and where none runs.
struct Desk {
    /// How much of the store one answer looks at.
    private static let scanned = 1000
    private static let scannedBytes = 8 << 20
    private static let longestPage = 500

    let store: Store
    let work: UnitOfWork

    /// What is shown, in a transaction that changes nothing of it.
    package func answer(_ request: ControlRequest, at now: Timestamp) -> ControlAnswer {
        do {
            defer { work.units.transactionCommitted() }
            return try store.transaction { transaction in
                work.begin(at: now)
                return switch request {
                case .instances(let filter, let after, let limit):
                    try instances(filter, after: after, limit: min(limit, Self.longestPage), in: transaction)
                case .instance(let id): try instance(InstanceID(id), in: transaction)
                case .parked(let filter, let after, let limit):
                    try parked(filter, after: after, limit: min(limit, Self.longestPage), in: transaction)
                case .parkedThing(let number):
                    try parkedThing(Int64(number), in: transaction)
                case .held(let filter, let after, let limit):
                    try held(filter, after: after, limit: min(limit, Self.longestPage), in: transaction)
                case .heldThing(let number):
                    try transaction.held(position: Int64(number)).map { row in
                        ControlAnswer(items: [.heldDetails(try view(of: row, in: transaction).details)])
                    } ?? .nothing(held: number)
                case .retry, .discard, .discardHeld, .backup: ControlAnswer(problem: "nothing to show")
                }
            }
        } catch {
            // The store remembers what must end the process; the next round meets it.
            return ControlAnswer(problem: "\(error)")
        }
    }

    private func instances(
        _ filter: InstanceFilter, after: Int, limit: Int, in transaction: borrowing Transaction
    ) throws -> ControlAnswer {
        let page = try transaction.instances(
            filter.status, after: InstanceKey(Int64(after)), limit: limit, scanning: Self.scanned)
        let view = InstanceView(work: work)
        let found = page.instances.filter { filter.process == nil || filter.process == $0.process }
        // One that cannot be read must not hide the others.
        let damaged = page.unreadable.map {
            ControlItem.unreadableInstance(UnreadableInstance(row: Int($0.number)))
        }
        return ControlAnswer(
            items: try found.map { instance in
                .instance(
                    try shown(instance, in: transaction) { $0.line = try view.line(instance, in: transaction) }.line)
            } + damaged,
            next: page.next.map { Int($0.number) })
    }

    private func instance(_ id: InstanceID, in transaction: borrowing Transaction) throws -> ControlAnswer {
        guard let instance = try transaction.instance(id) else {
            return ControlAnswer(problem: "there is no instance \(id); one that has ended is kept for a while only")
        }
        let details = try shown(instance, in: transaction) {
            $0 = try InstanceView(work: work).details(instance, in: transaction)
        }
        return ControlAnswer(items: [.instanceDetails(details)])
    }

    /// What is parked, or why it was given up.
    private func parkedThing(_ number: Int64, in transaction: borrowing Transaction) throws -> ControlAnswer {
        if let row = try transaction.parked(number: number) {
            return ControlAnswer(items: [.parkedDetails(try view(of: row, in: transaction).details)])
        }
        guard let given = try transaction.givenUp(number: number) else { return .nothing(parked: Int(number)) }
        return ControlAnswer(items: [.givenUp(GivenUpDetails(given))])
    }

    private func parked(
        _ filter: ParkedFilter, after: Int, limit: Int, in transaction: borrowing Transaction
    ) throws -> ControlAnswer {
        let rows = try transaction.parked(after: Int64(after), limit: limit, bytes: Self.scannedBytes)
        var items: [ControlItem] = []
        for row in rows {
            let view = try view(of: row, in: transaction)
            if view.matches(filter) { items.append(.parked(view.line)) }
        }
        return ControlAnswer(items: items, next: rows.last.map { Int($0.number) })
    }

    private func held(
        _ filter: HeldFilter, after: Int, limit: Int, in transaction: borrowing Transaction
    ) throws -> ControlAnswer {
        let rows = try transaction.held(after: Int64(after), limit: limit, bytes: Self.scannedBytes)
        var items: [ControlItem] = []
        for row in rows {
            let view = try view(of: row, in: transaction)
            if view.matches(filter) { items.append(.held(view.line)) }
        }
        return ControlAnswer(items: items, next: rows.last.map { Int($0.position) })
    }

    // MARK: What ends the process when it is shown is not shown, and hides no other.

    private func view(of row: ParkedRow, in transaction: borrowing Transaction) throws -> ParkedView {
        var view = ParkedView(unread: row)
        let unit = WorkUnit(.parkedShown, position: row.number)
        try work.units.run(unit, in: transaction, about: work.about(parked: row.number, in: transaction)) {
            view = ParkedView(row, in: transaction)
        } putAside: {
            view.problem = $0
        }
        return view
    }

    private func view(of row: HeldRow, in transaction: borrowing Transaction) throws -> HeldView {
        var view = HeldView(row, incoming: nil)
        try work.units.run(WorkUnit(.heldShown, position: row.position), in: transaction, about: row.about) {
            view = HeldView(row, incoming: try? row.incoming(.byRoute))
        } putAside: {
            view.problem = $0
        }
        return view
    }

    /// - Parameter body: is given what the row alone says.
    private func shown(
        _ instance: StoredInstance, in transaction: borrowing Transaction,
        _ body: (inout InstanceDetails) throws -> Void
    ) throws -> InstanceDetails {
        var shown = InstanceDetails()
        shown.line = InstanceLine(id: instance.id.text, process: instance.process, status: instance.status)
        let unit = WorkUnit(.instanceShown, position: instance.key.number)
        try work.units.run(unit, in: transaction, about: work.about(instance.key, in: transaction)) {
            try body(&shown)
        } putAside: { reason in
            shown.line.reason = reason
        }
        return shown
    }
}

extension GivenUpDetails {
    fileprivate init(_ given: GivenUp) {
        self.init()
        number = Int(given.number)
        kind = given.kind
        discarded = given.at
        why = given.why
        stage = given.stage
        reason = given.reason
        process = given.processes.isEmpty ? nil : given.processes.joined(separator: ", ")
        id = given.subject
    }
}
