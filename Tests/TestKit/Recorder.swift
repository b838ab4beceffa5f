import Synchronization

/// Keeps what something under test tells from another thread, for a test to wait for.
package final class Recorder<Element: Sendable>: Sendable {
    private let kept = Mutex<[Element]>([])

    package init() {}

    package func record(_ element: Element) { kept.withLock { $0.append(element) } }

    /// Everything so far, oldest first.
    package var all: [Element] { kept.withLock { $0 } }

    package func clear() { kept.withLock { $0 = [] } }

    /// The first for which `pick` gives something, waiting for it; throws if it does not come in time.
    package func first<Picked>(
        within limit: Duration = .seconds(60), _ what: String, where pick: (Element) -> Picked?
    ) async throws -> Picked {
        try await nth(1, within: limit, what, where: pick)
    }

    /// The `number`th for which `pick` gives something, counted from 1.
    package func nth<Picked>(
        _ number: Int, within limit: Duration = .seconds(60), _ what: String, where pick: (Element) -> Picked?
    ) async throws -> Picked {
        let deadline = ContinuousClock.now + limit
        while true {
            let picked = all.compactMap(pick)
            if picked.count >= number { return picked[number - 1] }
            if ContinuousClock.now > deadline {
                throw TestFailure("\(what) (\(number)) did not come within \(limit); what came: \(all.suffix(20))")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
