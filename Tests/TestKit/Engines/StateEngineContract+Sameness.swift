import EnginePort
import Messages
import Testing
import Values

/// The same step on the same state has the same answer.
extension StateEngineContract {
    private static let random = ContractModels.repeating(
        """
        import random
        n = n + 1
        drawn = [random.randint(1, 1000000) for i in range(3)]
        """)

    func restored() async throws {
        let remembering = try bench(Self.random)
        var reading = try bench(Self.random)
        var step = remembering.step("a", .start(.none(data: ["n": 0])), seed: 7)
        for round in 0..<6 {
            // An engine that has never seen the instance.
            reading = try bench(Self.random)
            let kept = try await remembering.answer(to: step).get()
            #expect(try await reading.answer(to: step).get() == kept)
            remembering.keep(kept, of: step.step)
            step = remembering.step(
                "a", .advance(.complete(element: "task", data: ["round": .int(round)])), seed: UInt64(round))
        }
    }

    func again() async throws {
        let bench = try bench(Self.random)
        try await bench.take("a", .start(.none(data: ["n": 0])))
        for round in 0..<3 {
            let step = bench.step("a", .advance(.complete(element: "task", data: [:])), seed: UInt64(round))
            let first = try await bench.answer(to: step).get()
            #expect(try await bench.answer(to: step).get() == first)
            #expect(try await self.bench(Self.random).answer(to: step).get() == first)
            // Elsewhere, without an attempt.
            let answers = StepAnswers()
            bench.engine.begin([step], answers.done)
            #expect(await answers.next(1).map(\.answer) == [.success(first)])
            // Another chance is another answer.
            var other = step
            other.step.seed += 1
            #expect(try await bench.answer(to: other).get().state != first.state)
            bench.keep(first, of: step.step)
        }
    }

    func anyOrder() async throws {
        let count = 48
        let together = try bench()
        var random = SeededGenerator(seed: 3)
        for paid in [false, true] {
            var steps: [NumberedStep] = []
            for number in 0..<count {
                var step = together.step(
                    "\(number)", paid ? try together.payment(number) : try together.order(number), seed: UInt64(number))
                step.number = UInt64(number)
                steps.append(step)
            }
            let answers = StepAnswers()
            together.engine.begin(steps.shuffled(using: &random), answers.done)
            let found = await answers.next(count)
            #expect(found.map(\.number).sorted() == (0..<UInt64(count)).map(\.self))
            for (number, answer) in found {
                let alone = try await bench().answer(to: steps[Int(number)])
                #expect(answer == alone)
                #expect(try answer.get().ended == paid)
                together.keep(try answer.get(), of: steps[Int(number)].step)
            }
        }
    }

    func forgetting() async throws {
        let (mine, theirs) = (try bench(Self.random), try bench(Self.random))
        for bench in [mine, theirs] { try await bench.take("a", .start(.none(data: ["n": 0]))) }
        let task = { (n: Value) in Step.Input.advance(.complete(element: "task", data: ["n": n])) }
        // Both make revision 1; theirs is kept.
        let dropped = try await mine.answer(to: mine.step("a", task(100))).get()
        let kept = try await theirs.take("a", task(200))
        #expect(dropped.state != kept.state)
        mine.engine.forget(InstanceID("a"))
        let next = theirs.step("a", .advance(.complete(element: "task", data: [:])))
        #expect(try await mine.answer(to: next).get() == theirs.answer(to: next).get())
        // The same where the other answer was made by this engine elsewhere, which it knows by itself.
        for bench in [mine, theirs] { try await bench.take("b", .start(.none(data: ["n": 0]))) }
        _ = try await mine.answer(to: mine.step("b", task(100))).get()
        let answers = StepAnswers()
        let other = mine.step("b", task(200))
        mine.engine.begin([other], answers.done)
        mine.keep(try await answers.next(1)[0].answer.get(), of: other.step)
        try await theirs.take("b", task(200))
        let last = mine.step("b", .advance(.complete(element: "task", data: [:])))
        #expect(try await mine.answer(to: last).get() == theirs.answer(to: last).get())
    }
}
