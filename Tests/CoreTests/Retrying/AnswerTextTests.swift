import Messages
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// The answers' JSON is a promise to whoever reads it: these texts change only when the guides say so.
@Suite struct AnswerTextTests {
    @Test("Everything that is shown has the same whole text as ever")
    func shown() throws {
        let texts = try AnswerTexts()
        show(texts)
        try texts.damage()
        texts.ask(.instances(InstanceFilter(), after: 0, limit: 9), named: "damaged instances")
        for (place, id) in texts.instanceIDs.enumerated() {
            texts.ask(.instance(id: id), named: "damaged instance \(place + 1)")
        }
        texts.ask(.parkedThing(number: 1), named: "damaged parked 1")
        texts.ask(.heldThing(number: 2), named: "damaged held 2")
        compare(texts.transcript, AnswerGoldens.shown)
    }

    private func show(_ texts: AnswerTexts) {
        texts.ask(.instances(InstanceFilter(), after: 0, limit: 9), named: "instances")
        texts.ask(
            .instances(InstanceFilter(process: "order", status: .completed), after: 0, limit: 1), named: "completed")
        for (place, id) in texts.instanceIDs.enumerated() {
            texts.ask(.instance(id: id), named: "instance \(place + 1)")
        }
        texts.ask(.instance(id: "none"), named: "no instance")
        texts.ask(.parked(ParkedFilter(), after: 0, limit: 20), named: "parked")
        let filter = ParkedFilter(process: "q", kind: .publication, reason: "REASON")
        texts.ask(.parked(filter, after: 0, limit: 20), named: "parked publications")
        for number in 1...12 { texts.ask(.parkedThing(number: number), named: "parked \(number)") }
        texts.ask(.held(HeldFilter(), after: 0, limit: 9), named: "held")
        texts.ask(.held(HeldFilter(name: "pay", queue: "in"), after: 0, limit: 1), named: "held payments")
        for number in 1...4 { texts.ask(.heldThing(number: number), named: "held \(number)") }
    }

    @Test("Everything that is decided has the same whole text as ever")
    func decided() throws {
        let texts = try AnswerTexts()
        texts.ask(.discardHeld(number: 1, why: "w"), named: "held discard 1")
        texts.ask(.discardHeld(number: 9, why: "w"), named: "held discard 9")
        for number in [1, 4, 5, 99] { texts.ask(.retry(number: number), named: "retry \(number)") }
        texts.ask(.retry(number: 2, isChosen: false), named: "retry 2 among all")
        texts.ask(.discard(number: 2, why: "w"), named: "discard 2")
        texts.ask(.backup(path: "/tmp/copy"), named: "backup")
        let words: [(RetryOutcome, String)] = [
            (.published, "published"), (.confirmed, "confirmed"), (.refused, "refused"),
            (.parkedAgain(reason: "r"), "parked again"), (.discarded, "discarded"),
            (.needsChoice(reason: "n"), "needs a choice"), (.requested, "requested"), (.gone, "gone"),
            (.resumed(.running), "running"), (.resumed(.completed), "completed"), (.resumed(.parked), "parked"),
            (.applied(.delivered), "delivered"), (.applied(.started), "started"), (.applied(.duplicate), "duplicate"),
            (.applied(.held), "held"), (.applied(.parked), "parked"), (.applied(.discarded), "discarded"),
            (.applied(.expired), "expired"), (.applied(.ambiguous), "ambiguous"),
            (.applied(.deadLettered), "dead-lettered"),
        ]
        for (outcome, title) in words {
            texts.note(ControlAnswer(parked: 7, .success(outcome)), named: "7 is \(title)")
        }
        texts.note(ControlAnswer(held: 7, .success(.discarded)), named: "held 7 is discarded")
        texts.note(ControlAnswer(held: 7, .failure(StoreFailure(.unavailable, "away"))), named: "7 failed")
        texts.note(ControlAnswer(items: [.copied(CopiedAnswer("/tmp/x"))]), named: "copied")
        compare(texts.transcript, AnswerGoldens.decided)
    }

    /// Line by line, so that what differs is seen.
    private func compare(_ texts: String, _ golden: String, _ location: SourceLocation = #_sourceLocation) {
        let (found, expected) = (texts.split(separator: "\n"), golden.split(separator: "\n"))
        for (line, other) in zip(found, expected) { #expect(line == other, sourceLocation: location) }
        #expect(found.count == expected.count, sourceLocation: location)
    }
}
