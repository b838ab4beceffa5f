import ArgumentParser
import Messages
import Operations
import Values

/// `bpmn-bridge instances`: what runs and waits.
struct Instances: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List process instances, or show one of them.",
        discussion: """
            Asks the running bridge, or its database where none runs. With an ID: what it waits for, when its clock rings, what reached it, what of it \
            waits for the broker or is parked, and (of a running bridge) its data.
            """)

    @Argument(help: "The id of one instance.")
    var id: String?

    @OptionGroup var store: StoreOption

    @Option(help: "Only instances of this process.")
    var process: String?

    @Option(help: "Only running, parked or completed ones.", transform: WordArgument.read)
    var status: InstanceStatus?

    @Option(help: "No more than so many.", transform: Amount.read)
    var limit = 100

    func run() throws {
        let desk = try store.desk()
        if let id {
            return try desk.answer(to: .instance(id: id)).items.forEach { Listing.show($0, json: store.json) }
        }
        let filter = InstanceFilter(process: process, status: status)
        let found = try desk.first(limit) { .instances(filter, after: $0, limit: $1) }
        Self.listing(store.json).show(found)
    }

    private static func listing(_ json: Bool) -> Listing {
        Listing(
            columns: [
                ("INSTANCE", line { $0.id }), ("PROCESS", line { $0.process }), ("STATUS", status),
                ("STARTED", line { Listing.moment($0.started) }), ("CLOCK", line { Listing.moment($0.wakes) }),
                ("EMITTED", line { $0.emitted.map { "\($0)" } }), ("WAITS FOR", line(waits)),
            ], json: json)
    }

    private static func line(_ show: @escaping (InstanceLine) -> String?) -> (ControlItem) -> String? {
        { if case .instance(let line) = $0 { show(line) } else { nil } }
    }

    private static func status(_ item: ControlItem) -> String? {
        switch item {
        case .instance(let line): line.status.word
        case .unreadableInstance: UnreadableInstance.status
        default: nil
        }
    }

    private static func waits(_ line: InstanceLine) -> String? {
        if let reason = line.reason { return reason }
        guard case .list(let waits) = line.waits, !waits.isEmpty else { return nil }
        return waits.map { "\($0.event.rawValue) \($0.name ?? "*")" }.joined(separator: ", ")
    }
}

extension Answering {
    /// The first `limit` items; says where there are more.
    func first(_ limit: Int, _ request: (_ after: Int, _ limit: Int) -> ControlRequest) throws -> [ControlItem] {
        let items = try pages(limit + 1, request)
        if items.count > limit { note("there are more than \(limit); --limit shows them") }
        return Array(items.prefix(limit))
    }

    /// Page after page, up to `limit` items.
    func pages(_ limit: Int, _ request: (_ after: Int, _ limit: Int) -> ControlRequest) throws -> [ControlItem] {
        var items: [ControlItem] = []
        var after = 0
        while items.count < limit {
            let page = try answer(to: request(after, min(500, limit - items.count)))
            items += page.items
            guard let next = page.next, next > after else { break }
            after = next
        }
        return Array(items.prefix(limit))
    }
}
