import Testing

@testable import Events

@Suite struct InstanceIDTests {
    @Test("An instance id is UUIDv7 text that sorts by the time it began")
    func shape() {
        var random = SystemRandomNumberGenerator()
        let early = InstanceID(at: Timestamp(microseconds: 1_000_000), using: &random)
        let late = InstanceID(at: Timestamp(microseconds: 2_000_000), using: &random)
        #expect(early.text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(early < late)
    }
}
