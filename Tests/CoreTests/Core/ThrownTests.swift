import Messages
import RabbitMQ
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What a process throws, of every kind, by every route, with and without somebody here who waits for it.
@Suite struct ThrownTests {
    static let kinds: [EventKind] = [.message, .signal, .error, .escalation]

    enum Way: CaseIterable {
        case none, usual, outward, inward, both, discarding

        func routes() throws -> [OutboundRoute] {
            let expressions = try OutboundRoute.Expressions()
            // What the hearer says at its end must not be taken for the event.
            return switch self {
            case .none: []
            case .usual: [OutboundRoute(exchange: "out", expressions: expressions)]
            case .outward: [OutboundRoute(exchange: "out", expressions: expressions, deliver: .outward)]
            case .inward: [OutboundRoute(exchange: "out", expressions: expressions, deliver: .inward)]
            case .both: [OutboundRoute(exchange: "out", expressions: expressions, deliver: .both)]
            case .discarding: [try OutboundRoute(discarding: EventMatch())]
            }
        }

        func publishes(_ kind: EventKind) -> Bool {
            switch self {
            case .usual, .outward, .both: true
            case .none, .inward, .discarding: false
            }
        }

        func isHeard(_ kind: EventKind) -> Bool {
            switch self {
            case .outward: false
            case .usual: kind == .signal
            case .none, .inward, .both, .discarding: true
            }
        }
    }

    private func thrown(_ kind: EventKind, _ way: Way, heard: Bool) throws -> CoreHarness {
        let harness = try CoreHarness(
            sources: ThrownModel.sources(kind, heard: heard), outbound: try way.routes())
        if heard { try harness.deliver(harness.message("listen", "{}")) }
        try harness.deliver(harness.message("begin", "{}"))
        return harness
    }

    @Test("Somebody here who waits gets it wherever its route leads inward", arguments: kinds, Way.allCases)
    func heard(kind: EventKind, way: Way) throws {
        let harness = try thrown(kind, way, heard: true)
        let completed = try harness.inStore { $0.countInstances().completed }
        #expect(completed == (way.isHeard(kind) ? 2 : 1))
        #expect(harness.published.map(\.properties.type) == (way.publishes(kind) ? ["X1"] : []))
        #expect(harness.core.outcomes == (way.isHeard(kind) ? [.started: 2, .delivered: 1] : [.started: 2]))
        #expect(try harness.parked().isEmpty)
    }

    @Test(
        "What neither a route nor an instance takes is parked, and nothing is dropped unasked", arguments: kinds,
        Way.allCases)
    func unheard(kind: EventKind, way: Way) throws {
        let harness = try thrown(kind, way, heard: false)
        #expect(harness.published.map(\.properties.type) == (way.publishes(kind) ? ["X1"] : []))
        try harness.confirmAll()
        try harness.advance(by: .seconds(3600))
        let parked = try harness.parked()
        #expect(try harness.inStore { $0.countHeld() } == 0)
        if way == .discarding {
            #expect(harness.core.outcomes == [.started: 1, .discarded: 1])
            #expect(parked.isEmpty)
        } else if way.publishes(kind) {
            // The exchange has it: that nobody here waits is nothing to tell.
            #expect(harness.core.outcomes.keys.allSatisfy { $0 == .started || $0 == .held })
            #expect(parked.isEmpty && harness.notes.isEmpty)
        } else {
            #expect(harness.core.outcomes[.parked] == 1)
            #expect(harness.core.outcomes[.discarded] == nil)
            #expect(parked.count == 1)
            #expect(parked.first?.reason.hasPrefix("no outbound route takes it, and nobody wait") == true)
        }
    }

    @Test("What was parked for want of a route goes out once there is one, under its own id", arguments: kinds)
    func routed(kind: EventKind) throws {
        let harness = try thrown(kind, .none, heard: false)
        try harness.advance(by: .seconds(3600))
        let row = try #require(try harness.parked().first)
        #expect(try harness.decide(row.number, .retry) != .published)
        #expect(try harness.parked().map(\.number) == [row.number] || kind == .message)
        try harness.advance(by: .seconds(3600))
        try harness.restart(outbound: Way.usual.routes())
        let number = try #require(try harness.parked().first?.number)
        #expect(try harness.decide(number, .retry) == .published)
        let publication = try #require(harness.published.first)
        #expect(publication.properties.messageID?.hasSuffix("/1") == true)
        #expect(publication.properties.headers["x-process"] == "thrower")
        #expect(publication.properties.headers["x-event"] == .string(kind.rawValue))
        #expect(publication.properties.headers["x-caused-by"] != nil)
        #expect(try harness.parked().isEmpty)
        try harness.confirmAll()
        #expect(harness.core.isDrained)
    }

    @Test("A task goes only where a route names it, whatever the others say")
    func task() throws {
        for way in Way.allCases {
            let harness = try CoreHarness(model: Model.tasks, outbound: try way.routes())
            try harness.deliver(harness.message("begin", #"{"xs":[1]}"#))
            #expect(harness.published.isEmpty)
            #expect(harness.core.outcomes == [.started: 1])
        }
    }
}
