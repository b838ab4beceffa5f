import Testing

@testable import Messages
@testable import Values

@Suite struct InstanceIDTests {
    @Test("An instance id is UUIDv7 text that sorts by the time it began")
    func shape() {
        var random = SystemRandomNumberGenerator()
        let early = InstanceID(at: Timestamp(microseconds: 1_000_000), using: &random)
        let late = InstanceID(at: Timestamp(microseconds: 2_000_000), using: &random)
        #expect(early.text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(early < late)
    }

    @Test("Every bit of the time and of the random numbers is where RFC 9562 has it")
    func bits() {
        struct Fixed: RandomNumberGenerator {
            var words: [UInt64]
            mutating func next() -> UInt64 { words.removeFirst() }
        }
        var random = Fixed(words: [0x0ABC, 0x0123_4567_89AB_CDEF])
        let id = InstanceID(at: Timestamp(microseconds: 0x0123_4567_89AB * 1000), using: &random)
        #expect(id.text == "01234567-89ab-7abc-8123-456789abcdef")
    }
}
