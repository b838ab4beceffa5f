import EnginePort
import Messages
import Testing
import Values

/// One step at a time.
extension StateEngineContract {
    func starts() async throws {
        let bench = try bench()
        let advance = try await bench.take("a", try bench.order(5))
        #expect(advance.accepted)
        #expect(!advance.ended)
        #expect(!advance.state.isEmpty)
        #expect(advance.emitted.map(\.name) == ["requested"])
        #expect(advance.emitted.map(\.payload) == [["order_id": 5, "amount": 10]])
        #expect(advance.waits.map(\.element) == ["wait"])
        #expect(advance.waits.map(\.name) == ["received"])
        #expect(advance.wakeAt == nil)
    }

    func advances() async throws {
        let bench = try bench()
        try await bench.take("a", try bench.order(5))
        let advance = try await bench.take("a", try bench.payment(5))
        #expect(advance.accepted)
        #expect(advance.ended)
        #expect(advance.waits.isEmpty)
        #expect(advance.emitted.map(\.payload) == [["order_id": 5, "paid": 10]])
    }

    func unwantedStart() async throws {
        let bench = try bench()
        let stranger = Event(kind: .message, name: "received", payload: ["order_id": 5])
        let step = bench.step("a", .start(.event(stranger)))
        expectUnwanted(try await bench.answer(to: step).get())
        let advance = try await bench.take("a", try bench.order(5))
        #expect(advance.accepted)
    }

    func unwantedInput() async throws {
        let bench = try bench()
        let began = try await bench.take("a", try bench.order(5))
        let other = try bench.payment(6)
        let person = Step.Input.advance(.complete(element: "wait", data: [:]))
        for input in [other, person, other] {
            let advance = try await bench.take("a", input)
            expectUnwanted(advance)
            #expect(advance.state == began.state)
            #expect(advance.waits == began.waits)
            #expect(!advance.ended)
        }
        #expect(try await bench.take("a", try bench.payment(5)).ended)
    }

    func badState() async throws {
        let bench = try bench()
        try await bench.take("a", try bench.order(5))
        let good = bench.step("a", try bench.payment(5))
        for state in [[], [0xFF] + good.state, good.state.dropLast()] as [[UInt8]] {
            let other = try self.bench()
            var bad = good
            bad.state = state
            let failure = try failure(await other.answer(to: bad))
            #expect(failure.kind == .state)
            #expect(failure.remedy == .bug)
        }
        var unknown = good
        unknown.step.instance.definition = "of nobody"
        #expect(try failure(await bench.answer(to: unknown)).kind == .state)
        #expect(try await bench.answer(to: good).get().ended)
    }

    func endless() async throws {
        let bench = try bench(ContractModels.repeating("while endless: endless = True"))
        for id in ["a", "b"] { try await bench.take(id, .start(.none(data: ["endless": false]))) }
        let step = bench.step("a", .advance(.complete(element: "task", data: ["endless": true])))
        let failure = try failure(await bench.answer(to: step))
        #expect(failure.kind == .budget)
        #expect(failure.remedy == .model)
        #expect(failure.element == "script")
        for id in ["a", "b"] {
            #expect(try await bench.take(id, .advance(.complete(element: "task", data: [:]))).accepted)
        }
    }

    func failing() async throws {
        let bench = try bench(ContractModels.repeating("n = n + 1"))
        try await bench.take("a", .start(.none(data: ["n": 0])))
        let alone = try await bench.answer(to: bench.step("a", .advance(.complete(element: "task", data: [:])))).get()
        let bad = bench.step("a", .advance(.complete(element: "task", data: ["n": "x"])))
        let failure = try failure(await bench.answer(to: bad))
        #expect(failure.kind == .script)
        #expect(failure.element == "script")
        #expect(failure.remedy == .model)
        #expect(try await bench.take("a", .advance(.complete(element: "task", data: [:]))) == alone)
    }

    func idleClock() async throws {
        let bench = try bench(ContractModels.pause)
        let began = try await bench.take("a", .start(.none(data: ["n": 1])))
        let wakeAt = try #require(began.wakeAt)
        #expect(wakeAt > bench.now + .seconds(9))
        bench.now = bench.now + .seconds(9)
        for _ in 0..<2 {
            let advance = try await bench.take("a", .advance(.time))
            expectUnwanted(advance)
            #expect(advance.state == began.state)
            #expect(advance.wakeAt == began.wakeAt)
        }
    }

    func dueClock() async throws {
        let bench = try bench(ContractModels.pause)
        bench.now = try #require(try await bench.take("a", .start(.none(data: [:]))).wakeAt)
        let advance = try await bench.take("a", .advance(.time))
        #expect(advance.accepted)
        #expect(advance.ended)
        #expect(advance.wakeAt == nil)
    }
}
