import EnginePort
import Messages
import Models
import Testing
import Values

@testable import EmbeddedEngine
@testable import Simulation

@Suite("Decoded instances are kept where that is of use")
struct InstanceCacheTests {
    private static let capacity = 2048
    private let plan: Plan

    init() throws {
        let model = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
              <process id="p" isExecutable="true"><startEvent id="s"/></process>
            </definitions>
            """
        let read = try ModelReader.read([ModelSource(file: "m.bpmn", bytes: Array(model.utf8))], dialect: .spiff)
        plan = try Plan(try #require(read.first))
    }

    private func reference(_ number: Int, _ revision: Int = 0) -> InstanceReference {
        InstanceReference(id: InstanceID("\(number)"), definition: plan.definition.hash, revision: revision)
    }

    private func put(_ number: Int, in cache: inout InstanceCache) {
        let turn = Turn(now: .distantPast, of: InstanceID("\(number)"), random: { 0 })
        cache.put(Instance(of: plan, turn: turn), as: reference(number))
    }

    /// Each is asked for again after `distance` others; how many of the last period were found.
    private func run(_ cache: inout InstanceCache, distance: Int, over numbers: Range<Int>) -> Int {
        var found = 0
        for number in numbers {
            put(number, in: &cache)
            let earlier = number - distance
            if earlier >= 0, cache.take(reference(earlier)) != nil, number >= numbers.upperBound - 1024 { found += 1 }
        }
        return found
    }

    @Test("What is asked for again soon is found, however many have come before")
    func soon() {
        var cache = InstanceCache(capacity: Self.capacity)
        #expect(run(&cache, distance: 1000, over: 0..<50_000) == 1024)
        #expect(cache.isWorthwhile)
    }

    @Test("What is asked for again too late is hardly kept at all, until it is asked for sooner")
    func late() {
        var cache = InstanceCache(capacity: Self.capacity)
        #expect(run(&cache, distance: 20_000, over: 0..<50_000) == 0)
        #expect(!cache.isWorthwhile)
        #expect(cache.count <= Self.capacity / 16)
        #expect(run(&cache, distance: 1000, over: 50_000..<150_000) == 1024)
        #expect(cache.isWorthwhile)
    }

    @Test("Another revision is of no use")
    func revisions() {
        var cache = InstanceCache(capacity: Self.capacity)
        put(1, in: &cache)
        #expect(cache.take(reference(1, 1)) == nil)
        #expect(cache.take(reference(1)) == nil)
        put(2, in: &cache)
        #expect(cache.take(reference(2)) != nil)
        #expect(cache.count == 0)
    }
}
