import EnginePort
import TestKit
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("Damaged states")
struct StateFuzzTests {
    private let turn = Turn(now: Timestamp(microseconds: 0), random: { 0 })

    @Test("A damaged state is read or refused; what is read can go on or fails with a reason")
    func anyState() throws {
        let states = try StoredState.all()
        #expect(states.count > 200)
        FuzzRun("state", inputs: 15_000).run { random in
            let state = states[Int.random(in: 0..<states.count, using: &random)]
            var bytes = state.bytes
            Mutation.mutate(&bytes, spice: [0, 1, 2, 0x7F, 0x80, 0xFF], times: 2, &random)
            guard var instance = try? InstanceReader.instance(from: bytes, of: state.plan, turn: turn) else {
                return false
            }
            goOn(&instance)
            return true
        }
    }

    /// Whatever can be done to an instance is done to it.
    private func goOn(_ instance: inout Instance) {
        instance.turn = Turn(now: .latest, random: { 0 }, steps: 300)
        for token in instance.readyTasks().prefix(2) {
            _ = try? instance.take(.complete(element: instance.node(of: token).id, data: [:]))
        }
        for subscription in instance.subscriptions().prefix(2) {
            let event = Event(kind: subscription.kind, name: subscription.name ?? "", code: subscription.name)
            _ = try? instance.take(.event(event, addressed: true))
        }
        _ = try? instance.take(.time)
        _ = InstanceWriter.bytes(of: instance)
    }
}
