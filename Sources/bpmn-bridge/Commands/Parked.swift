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

    @Option(help: "Only this kind: delivery, event, instance or publication.", transform: WordArgument.read)
    var kind: ParkedKind?

    @Option(help: "Only what has this text in its reason.")
    var reason: String?

    var filter: ParkedFilter { ParkedFilter(process: process, kind: kind, reason: reason) }
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
    private static func reason(_ line: ParkedLine) -> String {
        var reason = line.head.reason
        if let problem = line.head.notShown { reason += " (not looked at: \(problem))" }
        guard let others = line.otherBodies else { return reason }
        return "[one message with \(others.map { "\($0)" }.joined(separator: ", "))] \(reason)"
    }

    private static func listing(_ json: Bool) -> Listing {
        Listing(
            columns: [
                ("NUMBER", head { "\($0.number)" }), ("KIND", head { $0.kind.word }),
                ("SINCE", head { Listing.moment($0.at) }), ("STAGE", head { $0.stage }),
                ("TRIES", head { "\($0.attempts)" }), ("PROCESS", head { $0.process }), ("EVENT", head { $0.event }),
                ("MESSAGE ID", head { $0.messageID }),
                ("REASON", { if case .parked(let line) = $0 { reason(line) } else { nil } }),
            ], json: json)
    }

    private static func head(_ show: @escaping (ParkedHead) -> String?) -> (ControlItem) -> String? {
        { if case .parked(let line) = $0 { show(line.head) } else { nil } }
    }
}
