import ArgumentParser
import Foundation
import Messages
import Operations
import Values

/// `bpmn-bridge parked retry`.
struct ParkedRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Do the same work again, once its cause is removed.",
        discussion: """
            Each in a transaction of its own, the oldest first. What fails again stays parked under its number, with \
            the new reason and one more try. Of a publication the command waits for what the broker says: published, \
            parked again, or refused for now (it stays in the outbox and is tried again). Message ids stay, \
            and what is retried is never taken for a duplicate. A message that came with several bodies is one thing: \
            retry the body that is right by its number, and the others are discarded; --all leaves them alone. \
            If no bridge runs, the next start does it first of all; its log says what came of it. \
            Exit code 1 if something stays parked.
            """)

    @OptionGroup var choice: ParkedChoice

    func run() throws {
        try choice.decide { .retry(number: $0, isChosen: !choice.all) }
    }
}

/// `bpmn-bridge parked discard`.
struct ParkedDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Give parked things up, for good.",
        discussion: "An instance that is parked ends where it stands. The reason goes to the bridge's log.")

    @OptionGroup var choice: ParkedChoice

    @Option(help: "Why; for the log.")
    var why: String

    func run() throws {
        try choice.decide { .discard(number: $0, why: why) }
    }
}

/// The parked things that somebody decides about.
struct ParkedChoice: ParsableArguments {
    @Argument(help: "Their numbers.")
    var numbers: [Int] = []

    @Flag(help: "All that is parked now, or all that --process, --kind and --reason leave.")
    var all = false

    @OptionGroup var selection: ParkedSelection
    @OptionGroup var store: StoreOption

    func validate() throws {
        let isFiltered = selection.filter != ParkedFilter()
        if all == !numbers.isEmpty { throw ValidationError("give either numbers or --all") }
        if isFiltered && !all { throw ValidationError("--process, --kind and --reason go with --all") }
    }

    /// Asks for each by itself, the oldest first. Exit code 1 where something stays parked or is not there.
    func decide(_ request: (Int) -> ControlRequest) throws {
        let desk = try store.desk()
        // All numbers first: what is parked again meanwhile is not retried for ever.
        let chosen = all ? try everything(desk) : Set(numbers).sorted()
        if chosen.isEmpty && !store.json { Terminal.say("nothing is parked that this is about") }
        try store.decide(chosen, desk, request)
    }

    private func everything(_ desk: any Answering) throws -> [Int] {
        let filter = selection.filter
        return try desk.pages(.max) { .parked(filter, after: $0, limit: $1) }.compactMap { item in
            if case .parked(let line) = item { line.head.number } else { nil }
        }
    }
}
