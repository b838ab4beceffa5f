import EnginePort
import Foundation
import Synchronization
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

/// A small model around `inner`, the content of a process `p`, and `roots` beside it.
func model(_ inner: String, roots: String = "") -> ModelSource {
    let text = """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
        xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.org/test" id="defs">
        \(roots)
        <bpmn:process id="p" isExecutable="true">
        \(inner)
        </bpmn:process>
        </bpmn:definitions>
        """
    return ModelSource(file: "model.bpmn", bytes: Array(text.utf8))
}

/// The order model of the scenarios: an order starts it, it asks for payment, waits, and ships.
let orderModel: ModelSource = {
    let file = Fixture.folder.appending(path: "messages/order/model.bpmn")
    return ModelSource(file: "order.bpmn", bytes: [UInt8]((try? Data(contentsOf: file)) ?? Data()))
}()

/// An engine with one process installed, and its instances' states as a store would keep them.
final class Bench {
    let engine: EmbeddedEngine
    let definition: DefinitionHash
    let interface: ProcessInterface
    var states: [InstanceID: (revision: Int, bytes: [UInt8])] = [:]
    var now = Timestamp(microseconds: 1_767_225_600_000_000)

    init(_ source: ModelSource, dialect: Dialect = .spiff, remembered: Int = 100) throws {
        engine = EmbeddedEngine(remembered: remembered)
        let installed = try engine.install([source], dialect: dialect)
        interface = try #require(installed.first)
        definition = interface.definition
    }

    func start(_ id: String, by start: StartInput) throws -> Advance {
        let instance = InstanceID(id)
        let reference = InstanceReference(id: instance, definition: definition, revision: 0)
        let advance = try engine.answer(to: Step(reference, .start(start), at: now, seed: 0)) { [] }
        if advance.accepted { states[instance] = (0, advance.state) }
        return advance
    }

    func advance(_ id: String, by input: EngineInput) throws -> Advance {
        let instance = InstanceID(id)
        let kept = try #require(states[instance])
        let reference = InstanceReference(id: instance, definition: definition, revision: kept.revision)
        let advance = try engine.answer(to: Step(reference, .advance(input), at: now, seed: 0)) { kept.bytes }
        if advance.accepted { states[instance] = (kept.revision + 1, advance.state) }
        return advance
    }

    /// A message as the bridge would send it: with the correlations the engine computes for it.
    func message(_ name: String, _ payload: Value) throws -> Event {
        var event = Event(kind: .message, name: name, payload: payload)
        event.correlations = try #require(engine.correlations(of: event, in: [definition]).first).answer.get()
        return event
    }
}

extension EmbeddedEngine {
    /// Of an engine without threads: what uses up all that it may is answered by `begin`, at once.
    func answer(to step: Step, state: () throws -> [UInt8]) throws -> Advance {
        if let advance = try attempt(step, state: state) { return advance }
        let bytes = if case .start = step.input { [UInt8]() } else { try state() }
        let answer = Mutex<Result<Advance, EngineFailure>?>(nil)
        begin([NumberedStep(1, step, state: bytes)]) { _, given in answer.withLock { $0 = given } }
        return try #require(answer.withLock { $0 }).get()
    }
}

/// What a call that must fail failed with.
func failure(_ body: () throws -> Void) -> EngineFailure? {
    do {
        try body()
        return nil
    } catch {
        return error as? EngineFailure
    }
}

extension Advance {
    /// What was emitted beside the tasks that are done outside.
    var thrown: [Event] { emitted.filter { $0.kind != .task } }
}
