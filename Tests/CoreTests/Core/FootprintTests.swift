import EnginePort
import Messages
import TestKit
import Testing
import Values

@testable import Core

/// Of two that may concern the same instance the later waits; others pass by.
@Suite struct FootprintTests {
    private func finder(
        _ correlations: Correlations?, in definition: DefinitionHash = "d", mayReachRunning: Bool = true
    ) -> Footprint {
        Footprint(
            definitions: [.init(hash: definition, mayReachRunning: mayReachRunning, correlations: correlations)])
    }

    private func named(_ number: Int, in definition: DefinitionHash? = "d") -> Footprint {
        Footprint(
            addressee: Sample.id(number),
            definitions: definition.map { [.init(hash: $0, mayReachRunning: true, correlations: nil)] } ?? [])
    }

    private func by(_ properties: (key: String, number: Int)...) -> Correlations {
        var correlations: Correlations = [:]
        for one in properties { correlations[one.key] = ["n": .int(one.number)] }
        return correlations
    }

    @Test("A copy waits for its message, whatever it is to anybody")
    func message() {
        #expect(Footprint(message: 1).mustFollow(Footprint(message: 1)))
        #expect(!Footprint(message: 1).mustFollow(Footprint(message: 2)))
        #expect(!Footprint().mustFollow(Footprint()))
    }

    @Test("What names an instance waits for what names the same")
    func addressee() {
        #expect(named(1).mustFollow(named(1)))
        #expect(!named(1).mustFollow(named(2)))
        #expect(named(1, in: nil).mustFollow(named(1, in: nil)))
    }

    @Test("What names an instance and what may find it wait for each other")
    func mixed() {
        for correlations in [nil, by(("k", 1))] {
            #expect(named(1).mustFollow(finder(correlations)))
            #expect(finder(correlations).mustFollow(named(1)))
            #expect(!named(1).mustFollow(finder(correlations, in: "other")))
            #expect(!finder(correlations, in: "other").mustFollow(named(1)))
            // What only starts an instance meets none that runs.
            #expect(!named(1).mustFollow(finder(correlations, mayReachRunning: false)))
            #expect(!finder(correlations, mayReachRunning: false).mustFollow(named(1)))
        }
    }

    @Test("What has the same correlation waits, and so does what may have")
    func correlated() {
        #expect(finder(by(("k", 1))).mustFollow(finder(by(("k", 1)))))
        #expect(!finder(by(("k", 1))).mustFollow(finder(by(("k", 2)))))
        #expect(finder(by(("k", 1))).mustFollow(finder(by(("l", 1)))), "they share no key")
        #expect(finder(by(("k", 1), ("l", 1))).mustFollow(finder(by(("k", 2), ("l", 1)))), "they share one of two")
        #expect(!finder(by(("k", 1), ("l", 1))).mustFollow(finder(by(("k", 2), ("m", 1)))))
        #expect(finder(nil).mustFollow(finder(by(("k", 1)))))
        #expect(finder(by(("k", 1))).mustFollow(finder(nil)))
        #expect(finder(nil).mustFollow(finder(nil)))
        #expect(!finder(nil).mustFollow(finder(nil, in: "other")))
    }

    @Test("What starts an instance waits for what may reach one of the same correlation, and not for another start")
    func starting() {
        #expect(finder(by(("k", 1))).mustFollow(finder(by(("k", 1)), mayReachRunning: false)))
        #expect(finder(by(("k", 1)), mayReachRunning: false).mustFollow(finder(by(("k", 1)))))
        #expect(!finder(nil, mayReachRunning: false).mustFollow(finder(nil, mayReachRunning: false)))
    }
}
