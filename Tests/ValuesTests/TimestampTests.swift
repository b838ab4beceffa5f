import Testing

@testable import Messages
@testable import Values

@Suite struct TimestampTests {
    @Test("Adding a duration beyond the end of time gives the end of time")
    func saturates() {
        #expect(Timestamp(microseconds: 5) + .seconds(Int64.max) == .distantFuture)
        #expect(Timestamp(microseconds: 5) + .seconds(-Int64.max) == .distantPast)
        #expect(Timestamp(microseconds: 5) + .milliseconds(2) == Timestamp(microseconds: 2005))
    }
}
