import Testing

@testable import Configuration

@Suite struct ExpressionTests {
    @Test("A name that is no variable is reported at its own place")
    func unknownNames() throws {
        let found = try problems(
            of: minimal + """
                inbound:
                  - queue: a
                    name: type or routingkey
                    payload: "body or   boddy"
                    when: true
                outbound:
                  - exchange: x
                    key: 'process + "." + nam'
                    headers: { x-a: body }
                """)
        #expect(
            found == [
                "bridge.yaml:5:19: \"routingkey\" is no variable of this expression; did you mean \"routing_key\"?",
                "bridge.yaml:6:25: \"boddy\" is no variable of this expression; did you mean \"body\"?",
                "bridge.yaml:7:11: \"true\" is no variable of this expression; Python writes True",
                "bridge.yaml:10:27: \"nam\" is no variable of this expression; did you mean \"name\"?",
                "bridge.yaml:11:21: \"body\" is no variable of this expression; it may use caused_by, correlations, event, instance, name, payload, process, sequence",
            ])
    }

    @Test("Numbers and truth values are expressions as they stand; nothing is none")
    func plain() throws {
        _ = try read(minimal + "inbound: [ { queue: a, payload: 5, when: True } ]")
        #expect(
            try problems(of: minimal + "inbound: [ { queue: a, when: \" \" } ]") == [
                "bridge.yaml:3:30: must be an expression, and is empty"
            ])
        #expect(
            try problems(of: minimal + "inbound: [ { queue: a, when: [] } ]") == [
                "bridge.yaml:3:30: must be an expression, not a list"
            ])
    }

    @Test("What is no Python is reported at its own line and column, however the value is written")
    func syntax() throws {
        let found = try problems(
            of: minimal + """
                inbound:
                  - queue: a
                    name: type or
                    payload: "body +* 1"
                    instance: 'headers["a]'
                    message_id: |
                      (message_id
                       or ) type)
                    when: "\\x62ody +"
                """)
        let places = found.map { $0.split(separator: ":").prefix(3).dropFirst().joined(separator: ":") }
        // The last one is escaped in the file, so only the place of the value is known.
        #expect(places == ["5:18", "6:21", "7:24", "10:17", "11:11"])
    }
}
