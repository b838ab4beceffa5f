package import Testing

/// Waits until `fact` holds, looking again every few milliseconds; records an issue if it never does.
package func eventually(
    within limit: Duration = .seconds(60), _ what: String = "the fact",
    sourceLocation: SourceLocation = #_sourceLocation,
    _ fact: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try !fact() {
        if ContinuousClock.now > deadline {
            Issue.record("\(what) did not come true within \(limit)", sourceLocation: sourceLocation)
            throw TestFailure("\(what) did not come true within \(limit)")
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
