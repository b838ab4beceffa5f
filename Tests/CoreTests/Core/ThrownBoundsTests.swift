import Messages
import Models
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What processes throw and nobody takes is bounded, too: senders decide how many there are of them.
@Suite struct ThrownBoundsTests {
    private static let few = Unmatched.Most(count: 4, bytes: 1 << 20)
    private static let light = Unmatched.Most(count: 1000, bytes: 1200)

    /// Waits for ten minutes, and says so at the end.
    private static let nap = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
          <bpmn:message id="nap" name="nap"/><bpmn:message id="awake" name="awake"/>
          <bpmn:process id="napper" isExecutable="true">
            <bpmn:startEvent id="n0"><bpmn:messageEventDefinition messageRef="nap"/></bpmn:startEvent>
            <bpmn:sequenceFlow id="nf" sourceRef="n0" targetRef="n1"/>
            <bpmn:intermediateCatchEvent id="n1"><bpmn:timerEventDefinition>
              <bpmn:timeDuration>"PT10M"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="ng" sourceRef="n1" targetRef="n2"/>
            <bpmn:endEvent id="n2"/>
          </bpmn:process>
        </bpmn:definitions>
        """

    private func harness(_ kind: EventKind, _ most: Unmatched.Most) throws -> CoreHarness {
        var settings = CoreSettings()
        settings.mostThrown = most
        let expressions = try InboundRoute.Expressions()
        return try CoreHarness(
            sources: ThrownModel.sources(kind, heard: false)
                + [ModelSource(file: "nap.bpmn", bytes: Array(Self.nap.utf8))],
            outbound: [],
            inbound: [
                InboundRoute(queue: "in", expressions: expressions),
                InboundRoute(queue: "other", expressions: expressions, unmatched: Unmatched(over: .discard)),
            ], settings: settings)
    }

    private func kept(_ harness: CoreHarness) throws -> KeptAmount {
        let amount = try harness.inStore { try $0.kept(route: Round.inside) }
        #expect(harness.core.kept[Round.inside] == amount)
        return amount
    }

    @Test(
        "Beyond the bound nothing is consumed and no timer fires, nothing is lost, and a person makes room",
        arguments: [EventKind.message, .signal, .error, .escalation], [few, light])
    func bound(kind: EventKind, most: Unmatched.Most) throws {
        let harness = try harness(kind, most)
        try harness.deliver(harness.message("nap", "{}"))
        for _ in 0..<9 { try harness.deliver(harness.message("begin", "{}")) }
        // Messages are held first, and parked when their time is up: they are as many.
        let kinds = try harness.inStore { $0.countHeld() } + harness.parked().count
        #expect(kinds == 9)
        #expect(try kept(harness).count == 9)
        expectPaused(harness)
        #expect(harness.settled.count == 10)
        try harness.restart()
        #expect(harness.core.queueBounds.paused == ["in", "other"])
        #expect(harness.queues.count == 4)
        try harness.advance(by: .seconds(3601))
        #expect(try harness.parked().count == 9)
        #expect(try kept(harness).count == 9)
        // The nap was over long ago.
        #expect(try harness.inStore { $0.countInstances() }.running == 1)
        try makeRoom(harness, most)
        #expect(harness.queues.suffix(2) == [.resume(queue: "in"), .resume(queue: "other")])
        try harness.advance(by: .seconds(1))
        #expect(try harness.inStore { $0.countInstances() }.running == 0)
        for row in try harness.parked() { _ = try harness.decide(row.number, .discard(why: "test")) }
        #expect(try kept(harness) == KeptAmount())
    }

    private func expectPaused(_ harness: CoreHarness) {
        #expect(harness.queues.count == 2)
        for (change, queue) in zip(harness.queues, ["in", "other"]) {
            guard case .pause(queue, let reason) = change else { return #expect(Bool(false), "\(change)") }
            #expect(reason.contains("discard: true") && reason.contains("bpmn-bridge parked"))
        }
    }

    /// Discards until a quarter is gone, and not before.
    private func makeRoom(_ harness: CoreHarness, _ most: Unmatched.Most) throws {
        var left = try harness.parked()
        while let row = left.popLast() {
            let amount = try kept(harness)
            let isRoomy = amount.count <= most.count * 3 / 4 && amount.bytes <= most.bytes / 4 * 3
            #expect(harness.core.queueBounds.paused.isEmpty == isRoomy)
            if isRoomy { return }
            _ = try harness.decide(row.number, .discard(why: "test"))
        }
    }

    @Test("What goes out, or is let go, is counted for nothing")
    func taken() throws {
        for way in [ThrownTests.Way.usual, .discarding] {
            var settings = CoreSettings()
            settings.mostThrown = Unmatched.Most(count: 1)
            let harness = try CoreHarness(
                sources: ThrownModel.sources(.error, heard: false), outbound: try way.routes(), settings: settings)
            for _ in 0..<5 { try harness.deliver(harness.message("begin", "{}")) }
            #expect(try kept(harness) == KeptAmount())
            #expect(harness.queues.isEmpty)
        }
    }

    @Test("Once there is a route, a retry takes it, and that makes room")
    func routed() throws {
        let harness = try harness(.escalation, Self.few)
        for _ in 0..<4 { try harness.deliver(harness.message("begin", "{}")) }
        #expect(harness.core.queueBounds.paused == ["in", "other"])
        try harness.restart(outbound: ThrownTests.Way.usual.routes())
        let number = try #require(try harness.parked().first?.number)
        #expect(try harness.decide(number, .retry) == .published)
        #expect(harness.core.queueBounds.paused.isEmpty)
    }
}
