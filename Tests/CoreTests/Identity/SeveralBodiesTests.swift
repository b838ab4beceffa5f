import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// One message that came with several bodies is one thing, and a person chooses.
@Suite struct SeveralBodiesTests {
    private let wrong = #"{"order_id":"a"}"#
    private let right = #"{"order_id":"a","amount":3}"#
    private let fixed = Model.order.replacing("order[\"amount\"]", with: "order.get(\"amount\", 0)")

    /// A message that failed in the model, and what its sender sent to fix it.
    private func parked(_ bodies: String...) throws -> (CoreHarness, [Int64]) {
        let harness = try CoreHarness()
        for body in [wrong] + bodies { try harness.deliver(harness.message("order_placed", body, id: "m")) }
        return (harness, try harness.parked().map(\.number))
    }

    @Test("The corrected body is parked beside the first, with a true reason, and each shows the other")
    func shown() throws {
        let (harness, numbers) = try parked(right)
        #expect(numbers.count == 2)
        let second = try #require(try harness.parked().last)
        #expect(second.reason.contains("the same message came before with another payload, and was parked"))
        #expect(second.reason.contains("parked as \(numbers[0])"))
        for (number, other, body) in [(numbers[0], numbers[1], right), (numbers[1], numbers[0], wrong)] {
            let (answer, _) = harness.core.answer(.parkedThing(number: Int(number)), at: harness.now)
            let shown = try #require(answer.items.first?.value["other_bodies"]?.asList?.first)
            #expect(shown["parked"] == .int(Int(other)))
            let value = try shown["body"].map { value in
                try value.asString.map { try JSON.parse(Array($0.utf8)) } ?? value
            }
            #expect(value == (try JSON.parse(Array(body.utf8))))
        }
        let (list, _) = harness.core.answer(.parked(ParkedFilter(), after: 0, limit: 9), at: harness.now)
        #expect(list.items.map { $0.value["other_bodies"] } == [[.int(Int(numbers[1]))], [.int(Int(numbers[0]))]])
    }

    @Test("What is retried by the way, as one of all, never runs either of them")
    func all() throws {
        let (harness, numbers) = try parked(right)
        try harness.restart(model: fixed)
        for number in numbers {
            guard case .needsChoice(let reason) = try harness.decide(number, .retryAmongAll) else {
                return #expect(Bool(false))
            }
            #expect(reason.contains("\(numbers[0]), \(numbers[1])"))
        }
        #expect(try harness.parked().map(\.number) == numbers)
        #expect(harness.core.outcomes.isEmpty)
        #expect(try harness.inStore { $0.countInstances().running } == 0)
    }

    @Test(
        "The body that a person chooses is applied, and the others are discarded; each is a duplicate from then on",
        arguments: [0, 1, 2])
    func chosen(place: Int) throws {
        let third = #"{"order_id":"c","amount":9}"#
        let (harness, numbers) = try parked(right, third)
        #expect(numbers.count == 3)
        try harness.restart(model: fixed)
        #expect(try harness.decide(numbers[place], .retry) == .applied(.started))
        #expect(harness.core.outcomes == [.started: 1, .discarded: 2])
        #expect(try harness.parked().isEmpty)
        let told = harness.core.outcomes
        for body in [wrong, right, third] { try harness.deliver(harness.message("order_placed", body, id: "m")) }
        #expect(harness.core.outcomes == told.merging([.duplicate: 3]) { $1 })
        for number in numbers { #expect(try harness.decide(number, .retry) == .gone) }
        // Whoever asks for the number of another body learns what became of it.
        for (index, number) in numbers.enumerated() where index != place {
            let (answer, _) = harness.core.answer(.parkedThing(number: Int(number)), at: harness.now)
            let given = try #require(answer.items.first?.value)
            #expect(
                given["why"]
                    == .string(
                        "another body of the same message was retried in its place: parked \(numbers[place])"))
            #expect(given["id"] == "m")
        }
    }

    @Test("A choice that fails again leaves everything as it was, to be chosen again")
    func failsAgain() throws {
        let (harness, numbers) = try parked(right)
        guard case .parkedAgain = try harness.decide(numbers[0], .retry) else { return #expect(Bool(false)) }
        #expect(try harness.parked().map(\.number) == numbers)
        #expect(try harness.parked().map(\.attempts) == [2, 1])
        #expect(try harness.decide(numbers[1], .retry) == .applied(.started))
        #expect(try harness.parked().isEmpty)
    }

    @Test("If one of two is discarded, the other is alone, and may be retried with all")
    func discarded() throws {
        let (harness, numbers) = try parked(right)
        #expect(try harness.decide(numbers[0], .discard(why: "wrong")) == .discarded)
        #expect(try harness.decide(numbers[1], .retryAmongAll) == .applied(.started))
    }

    @Test("A body that came after another was applied runs only if a person names it")
    func afterApplied() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", right, id: "m"))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"b","amount":3}"#, id: "m"))
        let number = try #require(try harness.parked().first?.number)
        guard case .needsChoice(let reason) = try harness.decide(number, .retryAmongAll) else {
            return #expect(Bool(false))
        }
        #expect(reason.contains("started a process"))
        #expect(try harness.decide(number, .retry) == .applied(.started))
    }

    @Test("Two messages that are not the same, under one id, are retried with all")
    func apart() throws {
        let harness = try CoreHarness()
        var other = harness.message("order_placed", wrong, id: "m")
        other.properties.appID = "other"
        try harness.deliver(harness.message("order_placed", wrong, id: "m"), other)
        let numbers = try harness.parked().map(\.number)
        try harness.restart(model: fixed)
        for number in numbers { #expect(try harness.decide(number, .retryAmongAll) == .applied(.started)) }
    }

    @Test("What was held and then parked is one thing with what came meanwhile under its identity")
    func held() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("payment_received", right, id: "p"))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":4}"#, id: "p"))
        #expect(try harness.parked().first?.reason.contains("was held") == true)
        try harness.advance(by: .seconds(3601))
        let numbers = try harness.parked().map(\.number)
        #expect(numbers.count == 2)
        try harness.deliver(harness.message("order_placed", right, id: "o"))
        for number in numbers {
            guard case .needsChoice = try harness.decide(number, .retryAmongAll) else {
                return #expect(Bool(false))
            }
        }
        #expect(try harness.decide(numbers[0], .retry) == .applied(.delivered))
        #expect(try harness.parked().isEmpty)
    }
}
