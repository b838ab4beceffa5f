import Messages
import TestKit
import Testing
import Values

@testable import Configuration

@Suite("Names in a configuration are equal if their code points are")
struct LookalikeTests {
    private func quoted(_ text: String) -> String { JSON.text(of: .string(text)) }

    @Test("Queues, their dead letters and types, exchanges and headers")
    func names() throws {
        for (one, other) in Lookalikes.pairs {
            let yaml =
                minimal + """
                    inbound:
                      - { queue: \(quoted(one)), type: classic, dead: first }
                      - { queue: \(quoted(other)), type: quorum, dead: second }
                    outbound:
                      - exchange: \(quoted(one))
                        match: { name: \(quoted(one)) }
                        headers: { \(quoted(one)): "1", \(quoted(other)): "2" }
                      - { exchange: \(quoted(other)), match: { name: \(quoted(other)) } }

                    """
            let configuration = try read(yaml)
            #expect(configuration.inbound.map(\.queue) == [one, other])
            #expect(configuration.inbound.map(\.dead) == ["first", "second"])
            #expect(configuration.inbound.map(\.type) == [.classic, .quorum])
            #expect(configuration.deadLetterQueues == [one: "first", other: "second"])
            #expect(configuration.outbound.map(\.exchange) == [one, other])
            #expect(configuration.warnings.isEmpty)
        }
    }

    @Test("An exchange of one type does not hold for one that only looks like it")
    func exchanges() throws {
        for (one, other) in Lookalikes.pairs {
            let yaml =
                minimal + """
                    inbound:
                      - queue: q
                        bindings: [ { exchange: \(quoted(one)), type: direct }, { exchange: \(quoted(other)), type: fanout } ]

                    """
            #expect(try problems(of: yaml) == [])
        }
    }
}
