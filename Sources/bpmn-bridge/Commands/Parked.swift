import ArgumentParser
import Messages
import Operations
import Values

/// `bpmn-bridge parked`: what needs a person.
struct Parked: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is parked and needs a person; retry it, or discard it.",
        discussion: """
            Parked are deliveries and events that failed, instances whose clock or state failed, and publications that \
            the broker does not take. They stay until somebody retries or discards them. Where no bridge runs on the \
            database, it is asked itself; a retry is then done when the bridge starts.

              bpmn-bridge parked                    what is parked, and why
              bpmn-bridge parked 7                  all of it: headers, body, payload
              bpmn-bridge parked retry 7 8          the same work again
              bpmn-bridge parked retry --all --reason "402"
              bpmn-bridge parked discard 9 --why "a test order"
            """,
        subcommands: [ParkedList.self, ParkedRetry.self, ParkedDiscard.self], defaultSubcommand: ParkedList.self)
}

/// Which parked things a command is about.
struct ParkedSelection: ParsableArguments {
    @Option(help: "Only what belongs to this process, or could: also what failed at its start, or was ambiguous.")
    var process: String?

    @Option(help: "Only this kind: delivery, event, instance or publication.")
    var kind: Kind?

    @Option(help: "Only what has this text in its reason.")
    var reason: String?

    enum Kind: String, ExpressibleByArgument, CaseIterable { case delivery, event, instance, publication }

    var filter: ParkedFilter { ParkedFilter(process: process, kind: kind?.rawValue, reason: reason) }
}

/// `bpmn-bridge parked [NUMBER]`.
struct ParkedList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is parked, the oldest first, or show one thing with all of it.")

    @Argument(help: "The number of one parked thing.")
    var number: Int?

    @OptionGroup var store: StoreOption
    @OptionGroup var selection: ParkedSelection

    @Option(help: "No more than so many.", transform: Amount.read)
    var limit = 100

    func run() throws {
        let desk = try store.desk()
        if let number {
            return try desk.answer(to: .parkedThing(number: number)).items.forEach {
                Listing.show($0, json: store.json)
            }
        }
        let filter = selection.filter
        let found = try desk.first(limit) { .parked(filter, after: $0, limit: $1) }
        Self.listing(store.json).show(found)
    }

    /// With the numbers of the other bodies of the same message.
    private static func reason(_ item: Value) -> String {
        var reason = Listing.field("reason")(item)
        if let problem = item["not_shown"]?.asString { reason += " (not looked at: \(problem))" }
        guard let others = item["other_bodies"]?.asList else { return reason }
        return "[one message with \(others.map { JSON.text(of: $0) }.joined(separator: ", "))] \(reason)"
    }

    private static func listing(_ json: Bool) -> Listing {
        Listing(
            columns: [
                ("NUMBER", Listing.field("parked")), ("KIND", Listing.field("kind")), ("SINCE", Listing.moment("at")),
                ("STAGE", Listing.field("stage")), ("TRIES", Listing.field("attempts")),
                ("PROCESS", Listing.field("process")), ("EVENT", Listing.field("event")),
                ("MESSAGE ID", Listing.field("message_id")), ("REASON", reason),
            ], json: json)
    }
}
