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

    @Option(help: "Only running, parked or completed ones.")
    var status: Status?

    @Option(help: "No more than so many.", transform: Amount.read)
    var limit = 100

    enum Status: String, ExpressibleByArgument, CaseIterable { case running, parked, completed }

    func run() throws {
        let desk = try store.desk()
        if let id {
            return try desk.answer(to: .instance(id: id)).items.forEach { Listing.show($0, json: store.json) }
        }
        let filter = InstanceFilter(process: process, status: status?.rawValue)
        let found = try desk.first(limit) { .instances(filter, after: $0, limit: $1) }
        Self.listing(store.json).show(found)
    }

    private static func listing(_ json: Bool) -> Listing {
        Listing(
            columns: [
                ("INSTANCE", Listing.field("instance")), ("PROCESS", Listing.field("process")),
                ("STATUS", Listing.field("status")), ("STARTED", Listing.moment("started")),
                ("CLOCK", Listing.moment("wakes")), ("EMITTED", Listing.field("emitted")), ("WAITS FOR", waits),
            ], json: json)
    }

    private static func waits(_ item: Value) -> String {
        if let reason = item["reason"]?.asString { return reason }
        let waits = item["waits"]?.asList ?? []
        let names = waits.map { "\($0["event"]?.asString ?? "") \($0["name"]?.asString ?? "*")" }
        return names.isEmpty ? "-" : names.joined(separator: ", ")
    }
}

extension Answering {
    /// The first `limit` items; says where there are more.
    func first(_ limit: Int, _ request: (_ after: Int, _ limit: Int) -> ControlRequest) throws -> [Value] {
        let items = try pages(limit + 1, request)
        if items.count > limit { note("there are more than \(limit); --limit shows them") }
        return Array(items.prefix(limit))
    }

    /// Page after page, up to `limit` items.
    func pages(_ limit: Int, _ request: (_ after: Int, _ limit: Int) -> ControlRequest) throws -> [Value] {
        var items: [Value] = []
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
