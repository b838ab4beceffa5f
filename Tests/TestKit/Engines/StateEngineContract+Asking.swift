import EnginePort
import Messages
import Models
import Testing
import Values

/// What is not a step.
extension StateEngineContract {
    func correlations() throws {
        let bench = try bench()
        let silent = try #require(
            try bench.engine.install([ContractModels.pause], dialect: .spiff).first
        ).definition
        let known: Event = Event(kind: .message, name: "received", payload: ["order_id": 5])
        let asked = [bench.definition, silent, "of nobody"]
        let found = bench.engine.correlations(of: known, in: asked)
        #expect(found.map(\.definition) == asked)
        #expect(found[0].answer == .success(["order_key": ["order_id": 5]]))
        #expect(found[1].answer == .success([:]))
        #expect(try failure(of: found[2]).kind == .state)
        let bare = Event(kind: .message, name: "received", payload: ["id": 5])
        let missing = bench.engine.correlations(of: bare, in: [silent, bench.definition])
        #expect(missing[0].answer == .success([:]))
        let failure = try failure(of: missing[1])
        #expect(failure.kind == .correlation)
        #expect(failure.remedy == .sender)
        #expect(failure.message.contains("order_id"))
        #expect(bench.engine.correlations(of: known, in: []).isEmpty)
    }

    private func failure(of found: FoundCorrelations) throws -> EngineFailure {
        guard case .failure(let failure) = found.answer else {
            return try #require(nil as EngineFailure?, "it was found: \(found)")
        }
        return failure
    }

    func looking() async throws {
        let bench = try bench()
        try await bench.take("a", try bench.order(5))
        let step = bench.step("a", try bench.payment(5))
        let alone = try await self.bench().answer(to: step).get()
        let seen = try bench.engine.look(at: step.step.instance, now: bench.now, state: step.state)
        #expect(seen == (try bench.engine.look(at: step.step.instance, now: bench.now, state: step.state)))
        #expect(try await bench.answer(to: step).get() == alone)
        let failure = #expect(throws: EngineFailure.self) {
            try bench.engine.look(at: step.step.instance, now: bench.now, state: [0xFF])
        }
        #expect(failure?.kind == .state)
    }

    func closed() async throws {
        let bench = try bench()
        try await bench.take("a", try bench.order(5))
        let step = bench.step("a", try bench.payment(5))
        bench.engine.close()
        bench.engine.close()
        let answers = StepAnswers()
        bench.engine.begin([step], answers.done)
        let failure = try failure(await answers.next(1)[0].answer)
        #expect(failure.kind == .away)
        #expect(failure.remedy == .later)
    }
}
