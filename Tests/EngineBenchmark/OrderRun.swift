import EmbeddedEngine
import EnginePort
import Messages
import Models
import Values

/// Orders through one engine: one event starts an instance, the other ends it.
///
/// Timed is all that the engine does with an event, from its payload to the events it emits, the instance's state
/// written out for the store, and the memory given back. The payloads are made before, what came of them is checked
/// after, every bit of it.
struct OrderRun {
    /// The processor time of all rounds.
    var seconds = 0.0
    private let engine: EmbeddedEngine
    private let definition: DefinitionHash
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private var ordersBefore = 0

    init(of model: ModelSource, remembered: Int) throws {
        engine = EmbeddedEngine(remembered: remembered, threads: 1)
        guard let order = try engine.install([model], dialect: .spiff).first else {
            throw BenchmarkFailure(description: "there is no process in the model")
        }
        definition = order.definition
    }

    /// Starts so many orders, then pays each of them.
    mutating func round(of count: Int) throws {
        let numbers = ordersBefore..<ordersBefore + count
        ordersBefore += count
        let ids = numbers.map { InstanceID("instance-\($0)") }
        let line: Value = ["qty": 2, "price": 5]
        var orders = numbers.map { Value.dict(["order_id": .int($0), "lines": [line, line, line]]) }
        var payments = numbers.map { Value.dict(["order_id": .int($0), "amount": 100]) }
        var asked: [Advance] = []
        var shipped: [Advance] = []
        asked.reserveCapacity(count)
        shipped.reserveCapacity(count)

        seconds += try ProcessorClock.time {
            for (id, order) in zip(ids, orders) {
                let placed = Step.Input.start(.event(try message("placed", order)))
                asked.append(try advance(id, by: placed) { [] })
            }
            for position in ids.indices {
                let paid = try message("received", payments[position])
                let input = Step.Input.advance(.event(paid, addressed: false))
                shipped.append(try advance(ids[position], by: input) { asked[position].state })
            }
        }
        for (position, number) in numbers.enumerated() {
            try check(asked[position], emits: "requested", ["order_id": .int(number), "amount": 30], ended: false)
            try check(shipped[position], emits: "shipped", ["order_id": .int(number), "paid": 100], ended: true)
        }
        seconds += ProcessorClock.time {
            asked = []
            shipped = []
            orders = []
            payments = []
        }
    }

    /// A step as the bridge gives it.
    private func advance(_ id: InstanceID, by input: Step.Input, state: () -> [UInt8]) throws -> Advance {
        let reference = InstanceReference(id: id, definition: definition, revision: 0)
        guard let advance = try engine.attempt(Step(reference, input, at: now, seed: 1), state: state) else {
            throw BenchmarkFailure(description: "an order is too heavy to be run in place")
        }
        return advance
    }

    /// A message as the bridge sends it: with the correlations the engine computes for it.
    private func message(_ name: String, _ payload: Value) throws -> Event {
        var event = Event(kind: .message, name: name, payload: payload)
        event.correlations = try engine.correlations(of: event, in: [definition])[0].answer.get()
        return event
    }

    private func check(_ advance: Advance, emits name: String, _ payload: Value, ended: Bool) throws {
        guard advance.accepted, advance.ended == ended, !advance.state.isEmpty, advance.waits.isEmpty == ended,
            advance.emitted.count == 1, advance.emitted[0].name == name, advance.emitted[0].payload == payload
        else { throw BenchmarkFailure(description: "an order did not end as it should: \(advance)") }
    }
}
