import Testing

@testable import Values

@Suite struct NearestNameTests {
    @Test("A hint is the nearest known name, if it is near")
    func nearest() {
        let names = ["prefetch", "heartbeat", "url", "key"]
        #expect(NearestName.of("prefech", among: names) == "prefetch")
        #expect(NearestName.of("hearbteat", among: names) == "heartbeat")
        #expect(NearestName.of("ulr", among: names) == "url")
        #expect(NearestName.of("Key", among: names) == "key")
        #expect(NearestName.of("password", among: names) == nil)
        #expect(NearestName.of(String(repeating: "x", count: 1_000_000), among: names) == nil)
        #expect(NearestName.hint(for: "ulr", among: names) == "; did you mean `url`?")
        #expect(NearestName.hint(for: "ulr", among: names, between: "\"") == "; did you mean \"url\"?")
        #expect(NearestName.hint(for: "password", among: names) == "")
    }

    @Test("Letters are put in, taken out, replaced, or swapped with their neighbour")
    func distances() {
        let pairs = [
            ("", "", 0), ("abc", "", 3), ("abc", "acb", 1), ("abc", "abd", 1), ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ]
        for (one, other, distance) in pairs {
            #expect(NearestName.distance(Array(one.utf8), Array(other.utf8)) == distance)
        }
    }
}
