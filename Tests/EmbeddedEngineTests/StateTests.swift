import EnginePort
import Foundation
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("The stored state")
struct StateTests {
    private let turn = Turn(now: Timestamp(microseconds: 0), random: { 0 })

    @Test("Written, read and written again it is the same")
    func roundTrip() throws {
        let states = try StoredState.all()
        #expect(states.count > 200)
        for state in states {
            let read = try InstanceReader.instance(from: state.bytes, of: state.plan, turn: turn)
            #expect(InstanceWriter.bytes(of: read) == state.bytes, "\(state.name)")
        }
    }

    @Test("Cut anywhere it fails with a reason, and never traps")
    func cut() throws {
        for state in try StoredState.all() {
            for length in 0..<state.bytes.count {
                let thrown = failure {
                    _ = try InstanceReader.instance(from: Array(state.bytes.prefix(length)), of: state.plan, turn: turn)
                }
                #expect(thrown?.kind == .state, "\(state.name) cut at \(length)")
            }
        }
    }

    @Test("A later version is refused, saying so")
    func laterVersion() throws {
        let state = try #require(try StoredState.all().first)
        var later = state.bytes
        later[0] = 200
        let thrown = failure { _ = try InstanceReader.instance(from: later, of: state.plan, turn: turn) }
        #expect(thrown?.message.contains("version 200") == true)
    }

    @Test("Branches that share data are stored once")
    func shared() throws {
        let many = model(
            """
            <bpmn:startEvent id="s"/><bpmn:userTask id="u"><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem id="x" name="x"/>\
            </bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="u"/>
            """)
        let items = Value.list((0..<500).map { .string("an item with number \($0)") })
        let state = try Bench(many).start("a", by: .none(data: ["xs": items])).state
        #expect(state.count < 60_000)
    }
}

/// The same random numbers for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
