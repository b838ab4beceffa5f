import Foundation
import Testing

@testable import BPMN
@testable import Engine
@testable import Events

@Suite("The stored state")
struct StateTests {
    /// The states of every scenario's instance after every step, each with its plan.
    private func states() throws -> [(name: String, plan: Plan, bytes: [UInt8])] {
        var states: [(String, Plan, [UInt8])] = []
        for fixture in Fixture.all {
            var simulation = try fixture.simulation()
            try? simulation.run { line, instance in
                // Only an instance at rest is ever stored.
                if line.contains("\"error\":true") { return }
                states.append((fixture.testDescription, instance.plan, InstanceWriter.bytes(of: instance)))
            }
        }
        return states
    }

    private let turn = Turn(now: Timestamp(microseconds: 0), random: { 0 })

    @Test("Written, read and written again it is the same")
    func roundTrip() throws {
        let states = try states()
        #expect(states.count > 200)
        for (name, plan, bytes) in states {
            let again = InstanceWriter.bytes(of: try InstanceReader.instance(from: bytes, of: plan, turn: turn))
            #expect(again == bytes, "\(name)")
        }
    }

    @Test("Cut anywhere it fails with a reason, and never traps")
    func cut() throws {
        for (name, plan, bytes) in try states() {
            for length in 0..<bytes.count {
                let thrown = failure {
                    _ = try InstanceReader.instance(from: Array(bytes.prefix(length)), of: plan, turn: turn)
                }
                #expect(thrown?.kind == .state, "\(name) cut at \(length)")
            }
        }
    }

    @Test("With any byte changed it is read or refused; what is read can go on or fails with a reason")
    func changed() throws {
        var random = SeededRandom(seed: 20_260_101)
        for (_, plan, bytes) in try states() where !bytes.isEmpty {
            for _ in 0..<60 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                guard var instance = try? InstanceReader.instance(from: damaged, of: plan, turn: turn) else { continue }
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
    }

    @Test("States that version 1 of the format wrote are read, and their instances go on as the trace says")
    func version1() throws {
        let file = Fixture.folder.deletingLastPathComponent().appending(path: "States/version1.json")
        let stored = try JSONDecoder().decode([String: [Data]].self, from: Data(contentsOf: file))
        #expect(stored.count > 150)
        for fixture in Fixture.all {
            guard let states = stored[fixture.testDescription], let trace = fixture.lines(of: "trace") else { continue }
            for (step, state) in states.enumerated() {
                var simulation = try fixture.simulation()
                var lines: [String] = []
                // What fails in the model is told by the last line.
                try? simulation.resume([UInt8](state), after: step) { line, _ in lines.append(line) }
                #expect(lines == Array(trace.dropFirst(step + 1)), "\(fixture) after step \(step)")
            }
        }
    }

    @Test("A later version is refused, saying so")
    func laterVersion() throws {
        let (_, plan, bytes) = try #require(try states().first)
        var later = bytes
        later[0] = 200
        let thrown = failure { _ = try InstanceReader.instance(from: later, of: plan, turn: turn) }
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
