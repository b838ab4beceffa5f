import Core
import Messages
import StorePort
import Values

/// What there is in a store, for a person: of a running bridge, and where none runs.
struct Desk {
    /// How much of the store one answer looks at.
    private static let scanned = 1000
    private static let scannedBytes = 8 << 20
    private static let longestPage = 500

    let work: Round

    private var set: WorkingSet { work.set }
    private var store: any BridgeStore { work.set.store }

    /// What is shown; nothing of it is changed.
    package func answer(_ request: ControlRequest, at now: Timestamp) -> ControlAnswer {
        do {
            try work.begin(at: now)
            let answer = try shown(request)
            // What was shown without ending the process is counted no more.
            try work.commitNow()
            return answer
        } catch {
            // The store remembers what must end the process; the next round meets it.
            return ControlAnswer(problem: "\(error)")
        }
    }

    private func shown(_ request: ControlRequest) throws -> ControlAnswer {
        switch request {
        case .instances(let filter, let after, let limit):
            return try instances(filter, after: after, limit: min(limit, Self.longestPage))
        case .instance(let id): return try instance(InstanceID(id))
        case .parked(let filter, let after, let limit):
            return try parked(filter, after: after, limit: min(limit, Self.longestPage))
        case .parkedThing(let number): return try parkedThing(Int64(number))
        case .held(let filter, let after, let limit):
            return try held(filter, after: after, limit: min(limit, Self.longestPage))
        case .heldThing(let number):
            guard case .held(let rows) = try store.read(.heldAt(Int64(number))), let row = rows.first else {
                return .nothing(held: number)
            }
            return ControlAnswer(items: [.heldDetails(try view(of: row).details)])
        case .retry, .discard, .discardHeld, .backup: return ControlAnswer(problem: "nothing to show")
        }
    }

    private func instances(
        _ filter: InstanceFilter, after: Int, limit: Int
    ) throws -> ControlAnswer {
        guard
            case .page(let page) = try store.read(
                .instances(filter.status, after: InstanceKey(Int64(after)), limit: limit, scanning: Self.scanned))
        else { return ControlAnswer(problem: "the store shows no instances") }
        let view = InstanceView(work: work)
        let found = page.instances.filter { filter.process == nil || filter.process == $0.process }
        // One that cannot be read must not hide the others.
        let damaged = page.unreadable.map {
            ControlItem.unreadableInstance(UnreadableInstance(row: Int($0.number)))
        }
        return ControlAnswer(
            items: try found.map { instance in
                .instance(
                    try shown(instance) { $0.line = try view.line(instance) }.line)
            } + damaged,
            next: page.next.map { Int($0.number) })
    }

    private func instance(_ id: InstanceID) throws -> ControlAnswer {
        guard let instance = try set.instance(id) else {
            return ControlAnswer(problem: "there is no instance \(id); one that has ended is kept for a while only")
        }
        let details = try shown(instance) {
            $0 = try InstanceView(work: work).details(instance)
        }
        return ControlAnswer(items: [.instanceDetails(details)])
    }

    /// What is parked, or why it was given up.
    private func parkedThing(_ number: Int64) throws -> ControlAnswer {
        if let row = try set.parked(number: number) {
            return ControlAnswer(items: [.parkedDetails(try view(of: row).details)])
        }
        guard case .givenUp(let given?) = try store.read(.givenUp(number)) else { return .nothing(parked: Int(number)) }
        return ControlAnswer(items: [.givenUp(GivenUpDetails(given))])
    }

    private func parked(
        _ filter: ParkedFilter, after: Int, limit: Int
    ) throws -> ControlAnswer {
        guard
            case .parked(let rows) = try store.read(
                .parkedPage(after: Int64(after), limit: limit, bytes: Self.scannedBytes))
        else { return ControlAnswer(problem: "the store shows nothing that is parked") }
        var items: [ControlItem] = []
        for row in rows {
            let view = try view(of: row)
            if view.matches(filter) { items.append(.parked(view.line)) }
        }
        return ControlAnswer(items: items, next: rows.last.map { Int($0.number) })
    }

    private func held(
        _ filter: HeldFilter, after: Int, limit: Int
    ) throws -> ControlAnswer {
        guard
            case .held(let rows) = try store.read(
                .heldPage(after: Int64(after), limit: limit, bytes: Self.scannedBytes))
        else { return ControlAnswer(problem: "the store shows nothing that is held") }
        var items: [ControlItem] = []
        for row in rows {
            let view = try view(of: row)
            if view.matches(filter) { items.append(.held(view.line)) }
        }
        return ControlAnswer(items: items, next: rows.last.map { Int($0.position) })
    }

    // MARK: What ends the process when it is shown is not shown, and hides no other.

    private func view(of row: ParkedRow) throws -> ParkedView {
        var view = ParkedView(unread: row)
        let unit = WorkUnit(.parkedShown, position: row.number)
        try work.units.run(unit, in: work.set, about: work.about(parked: row.number)) {
            view = ParkedView(row, in: set)
        } putAside: {
            view.problem = $0
        }
        return view
    }

    private func view(of row: HeldRow) throws -> HeldView {
        var view = HeldView(row, incoming: nil)
        try work.units.run(WorkUnit(.heldShown, position: row.position), in: work.set, about: row.about) {
            view = HeldView(row, incoming: try? row.incoming(.byRoute))
        } putAside: {
            view.problem = $0
        }
        return view
    }

    /// - Parameter body: is given what the row alone says.
    private func shown(
        _ instance: StoredInstance,
        _ body: (inout InstanceDetails) throws -> Void
    ) throws -> InstanceDetails {
        var shown = InstanceDetails()
        shown.line = InstanceLine(id: instance.id.text, process: instance.process, status: instance.status)
        let unit = WorkUnit(.instanceShown, position: instance.key.number)
        try work.units.run(unit, in: work.set, about: work.about(instance.key)) {
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
