import ArgumentParser
import Messages
import Operations
import Values

/// `bpmn-bridge held`: what waits for a receiver.
struct Held: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the events that nobody waits for yet; discard them.",
        discussion: """
            Held are messages that no instance waits for and that start no process. They are delivered the moment \
            somebody wants them; when their time is up, what `unmatched` of their route says is done with them. Where \
            no bridge runs on the database, it is asked itself.

              bpmn-bridge held                      what is held, and until when
              bpmn-bridge held 7                    all of it: headers, body, payload
              bpmn-bridge held discard 7 8 --why "sent by mistake"
            """,
        subcommands: [HeldList.self, HeldDiscard.self], defaultSubcommand: HeldList.self)
}

/// `bpmn-bridge held [NUMBER]`.
struct HeldList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is held, the oldest first, or show one event with all of it.")

    @Argument(help: "The number of one held event.")
    var number: Int?

    @OptionGroup var store: StoreOption

    @Option(help: "Only events whose name has this text.")
    var name: String?

    @Option(help: "Only what came from this queue.")
    var queue: String?

    @Option(help: "No more than so many.", transform: Amount.read)
    var limit = 100

    func run() throws {
        let desk = try store.desk()
        if let number {
            return try desk.answer(to: .heldThing(number: number)).items.forEach {
                Listing.show($0, json: store.json)
            }
        }
        let filter = HeldFilter(name: name, queue: queue)
        Self.listing(store.json).show(try desk.first(limit) { .held(filter, after: $0, limit: $1) })
    }

    private static func listing(_ json: Bool) -> Listing {
        Listing(
            columns: [
                ("NUMBER", line { "\($0.number)" }), ("EVENT", line { $0.event ?? $0.notShown }),
                ("ADDRESSEE", line { $0.addressee }), ("MESSAGE ID", line { $0.messageID }),
                ("QUEUE", line { $0.queue }), ("UNTIL", line { Listing.moment($0.expires) }),
                ("THEN", line { $0.then?.rawValue }),
            ], json: json)
    }

    private static func line(_ show: @escaping (HeldLine) -> String?) -> (ControlItem) -> String? {
        { if case .held(let line) = $0 { show(line) } else { nil } }
    }
}

/// `bpmn-bridge held discard`.
struct HeldDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Give held events up, for good.",
        discussion: "The reason goes to the bridge's log.")

    @Argument(help: "Their numbers.")
    var numbers: [Int]

    @Option(help: "Why; for the log.")
    var why: String

    @OptionGroup var store: StoreOption

    func run() throws {
        let desk = try store.desk()
        try store.decide(Set(numbers).sorted(), desk) { .discardHeld(number: $0, why: why) }
    }
}
