import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Searches every state that `Lanes` can come to within bounds, breadth first, by all interleavings of what can happen.
@Suite struct LanesTests {
    private static let searches: [LanesBounds] = [
        LanesBounds(things: 4, window: 1, loaded: 2),
        LanesBounds(things: 4, window: 2, loaded: 3),
        LanesBounds(things: 4, window: 2, loaded: 2, losses: 2, refusals: 0),
        LanesBounds(things: 3, window: 2, loaded: 3, losses: 0, refusals: 3, asides: 0),
        LanesBounds(lanes: 3, things: 3, window: 2, loaded: 4, losses: 2, asides: 1),
        LanesBounds(stored: 3, things: 4, window: 2, loaded: 2, refusals: 0, unreadable: 2),
        LanesBounds(
            lanes: 1, stored: 2, things: 5, window: 3, loaded: 3, losses: 2, refusals: 2, asides: 2, unreadable: 1),
    ]

    @Test(
        """
        Whatever happens in whatever order: lanes stay in order with one unconfirmed each, the window and the memory stay \
        bounded, nothing is lost, nothing goes twice without a loss or a refusal, and from every state all comes to an end
        """, arguments: searches)
    func everyHistory(bounds: LanesBounds) throws {
        var search = Search(bounds)
        try search.run()
        #expect(search.states > 500)
        let stuck = search.stuck
        #expect(stuck.count == 0, "one of \(search.states) states that never come to an end: \(stuck[0])")
    }

    /// The graph of all states, and which of them lead to the end though nothing more fails.
    private struct Search {
        private let bounds: LanesBounds
        private var numbers: [LanesWorld: Int] = [:]
        private var worlds: [LanesWorld] = []
        /// For each state those that sooner or later lead to it.
        private var before: [[Int]] = []

        init(_ bounds: LanesBounds) { self.bounds = bounds }

        var states: Int { worlds.count }

        mutating func run() throws {
            for lanes in combinations(of: bounds.stored) { _ = number(LanesWorld(bounds, stored: lanes)) }
            var next = 0
            while next < worlds.count {
                let world = worlds[next]
                try world.checkStaleWords()
                for event in world.events(bounds) {
                    var after = world
                    do {
                        try after.happen(event)
                    } catch {
                        throw LanesWorld.Broken("\(error), after \(event) in \(world)")
                    }
                    let number = number(after)
                    if event.isSure && number != next { before[number].append(next) }
                }
                next += 1
            }
        }

        /// The states from which no end is reached.
        var stuck: [LanesWorld] {
            var ends = worlds.map(\.isDone)
            var line = ends.indices.filter { ends[$0] }
            while let state = line.popLast() {
                for earlier in before[state] where !ends[earlier] {
                    ends[earlier] = true
                    line.append(earlier)
                }
            }
            return ends.indices.filter { !ends[$0] }.map { worlds[$0] }
        }

        private mutating func number(_ world: LanesWorld) -> Int {
            if let known = numbers[world] { return known }
            numbers[world] = worlds.count
            worlds.append(world)
            before.append([])
            return worlds.count - 1
        }

        private func combinations(of count: Int) -> [[Int]] {
            (0..<count).reduce([[]]) { lists, _ in lists.flatMap { list in (0..<bounds.lanes).map { list + [$0] } } }
        }
    }
}
