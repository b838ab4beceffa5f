import EnginePort
import Foundation
import Messages
import Models
import Synchronization
import TestKit
import Testing
import Values

@testable import EmbeddedEngine

/// Notes which step each worker is at.
private final class Watch: StepWatch {
    struct Seen: Sendable {
        var current: [Int: UInt64] = [:]
        var begun: [UInt64] = []
        var mistakes: [String] = []
    }

    let seen = Mutex(Seen())

    func begins(_ number: UInt64, worker: Int) {
        seen.withLock { seen in
            if seen.current[worker] != nil { seen.mistakes.append("\(worker) begins \(number) before it has ended") }
            seen.current[worker] = number
            seen.begun.append(number)
        }
    }

    func ended(worker: Int) {
        seen.withLock { seen in
            if seen.current.removeValue(forKey: worker) == nil { seen.mistakes.append("\(worker) ends nothing") }
        }
    }
}

/// Lets no worker begin before it is opened.
private final class Gate: StepWatch {
    private let doorbell = DispatchSemaphore(value: 0)

    func open() { for _ in 0..<100 { doorbell.signal() } }

    func begins(_ number: UInt64, worker: Int) { doorbell.wait() }

    func ended(worker: Int) {}
}

@Suite("Steps on the engine's threads")
struct StepPoolTests {
    private let heavy = ContractModels.repeating("n = 0\nfor i in range(turns): n = n + i")

    private func steps(_ bench: EngineBench, _ count: Int, turns: Int) -> [NumberedStep] {
        (0..<count).map { number in
            var step = bench.step("\(number)", .start(.none(data: ["turns": .int(turns)])))
            step.number = UInt64(number)
            return step
        }
    }

    @Test("A second step of an instance whose first is not answered is refused, and the first is answered well")
    func sameInstance() async throws {
        let bench = try EngineBench(Place.alone.engine(), heavy)
        try await bench.take("a", .start(.none(data: ["turns": 0])))
        var first = bench.step("a", .advance(.complete(element: "task", data: ["turns": 300_000])))
        var second = first
        (first.number, second.number) = (1, 2)
        let answers = StepAnswers()
        bench.engine.begin([first, second], answers.done)
        let found = await answers.next(2)
        #expect(found.map(\.number) == [2, 1])
        guard case .failure(let refusal) = found[0].answer else {
            Issue.record("both were taken")
            return
        }
        #expect(refusal.kind == .state)
        #expect(refusal.message.contains("a step of the instance a is being run"))
        #expect(try found[1].answer.get().accepted)
        // Once it is answered the next is taken.
        bench.engine.begin([second], answers.done)
        #expect(try await answers.next(1)[0].answer.get().accepted)
    }

    @Test("What finds no room is for later, and nothing is lost of the rest")
    func noRoom() async throws {
        let gate = Gate()
        let pool = StepPool(threads: 1, watch: gate, room: 4)
        let bench = try EngineBench(EmbeddedEngine(remembered: 10, allowance: .none, pool: pool), heavy)
        let all = steps(bench, 40, turns: 100)
        let answers = StepAnswers()
        bench.engine.begin(all, answers.done)
        gate.open()
        let found = await answers.next(40)
        #expect(Set(found.map(\.number)) == Set(0..<40))
        var refused: [UInt64] = []
        for (number, answer) in found {
            if case .failure(let failure) = answer {
                #expect(failure.remedy == .later)
                refused.append(number)
            }
        }
        // One is begun, perhaps, and four wait.
        #expect(refused.count == 35 || refused.count == 36)
        // They are taken later, as if nothing had been.
        for number in refused {
            #expect(try await bench.answer(to: all[Int(number)]).get().accepted)
        }
    }

    @Test("The watch is told on each thread what begins and that it ended", arguments: [1, 3])
    func watching(threads: Int) async throws {
        let watch = Watch()
        let engine = EmbeddedEngine(
            remembered: 10, allowance: .none, pool: StepPool(threads: threads, watch: watch))
        let bench = try EngineBench(engine, heavy)
        let answers = StepAnswers()
        engine.begin(steps(bench, 200, turns: 20), answers.done)
        _ = await answers.next(200)
        watch.seen.withLock { seen in
            #expect(seen.mistakes.isEmpty)
            #expect(seen.begun.sorted() == (0..<200).map { UInt64($0) })
            #expect(seen.current.isEmpty)
        }
    }

    @Test("An engine that is let go ends its threads; what waits is answered")
    func letGo() async throws {
        let answers = StepAnswers()
        weak var pool: StepPool?
        do {
            let made = StepPool(threads: 1, watch: nil)
            pool = made
            let bench = try EngineBench(EmbeddedEngine(remembered: 10, allowance: .none, pool: made), heavy)
            bench.engine.begin(steps(bench, 20, turns: 10_000), answers.done)
        }
        let found = await answers.next(20)
        #expect(found.count == 20)
        #expect(pool == nil)
    }

    @Test("Many instances through many steps on several threads become what they become one after the other")
    func stress() async throws {
        let (instances, rounds) = (150, 6)
        let model = ContractModels.repeating(
            """
            import random
            for i in range(random.randint(0, 400)): seen.append(i * n)
            if len(seen) > 600: seen = seen[-20:]
            n = n + 1
            if n == 4 and k % 7 == 0: n = 1 // (n - 4)
            """)
        var serial = try EngineBench(EmbeddedEngine(), model)
        let engine = EmbeddedEngine(remembered: 64, allowance: .none, pool: StepPool(threads: 4, watch: nil))
        let parallel = try EngineBench(engine, model)
        var random = SeededGenerator(seed: 11)
        let answers = StepAnswers()
        for round in 0...rounds {
            var steps: [NumberedStep] = []
            for number in 0..<instances {
                let input: Step.Input =
                    round == 0
                    ? .start(.none(data: ["n": 0, "k": .int(number), "seen": []]))
                    : .advance(.complete(element: "task", data: ["round": .int(round)]))
                var step = parallel.step("\(number)", input, seed: UInt64(round * 1000 + number))
                step.number = UInt64(number)
                steps.append(step)
            }
            engine.begin(steps.shuffled(using: &random), answers.done)
            for (number, answer) in await answers.next(instances) {
                let step = steps[Int(number)]
                #expect(await serial.answer(to: step) == answer)
                if case .success(let advance) = answer { parallel.keep(advance, of: step.step) }
            }
            // What the serial engine remembers is of no account.
            if round == 3 { serial = try EngineBench(EmbeddedEngine(), model) }
        }
        #expect(parallel.instances.values.contains { $0.reference.revision == rounds })
        #expect(parallel.instances.values.contains { $0.reference.revision == 3 })
    }
}
