import Messages
import Testing
import Values

@testable import Daemon
@testable import Operations

/// Every kind of item with all of its fields, and with as few as it may have.
@Suite struct ItemTextTests {
    private static let at = Timestamp(microseconds: 1_767_225_600_123_000)
    private static let time = "2026-01-01T00:00:00.123Z"

    private func check(
        _ item: ControlItem, _ request: ControlRequest, _ text: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let golden = text.replacing("\n", with: "")
        #expect(JSON.text(of: item.value) == golden, sourceLocation: location)
        let read = try ControlItem(try JSON.parse(Array(golden.utf8)), to: request)
        #expect(read == item, sourceLocation: location)
    }

    @Test("Instances")
    func instances() throws {
        let request = ControlRequest.instances(InstanceFilter(), after: 0, limit: 1)
        var line = InstanceLine(id: "i", process: "p", status: .running)
        try check(.instance(line), request, #"{"instance":"i","process":"p","status":"running"}"#)
        line.status = .parked
        line.started = Self.at
        line.ended = Self.at
        line.wakes = Self.at
        line.emitted = 3
        line.waits = .list([
            Wait(.signal, name: "n", correlation: "c", element: "e"),
            Wait(.error, name: nil, correlation: nil, element: "f"),
        ])
        line.reason = "r"
        let text = """
            {"instance":"i","process":"p","status":"parked","started":"\(Self.time)","ended":"\(Self.time)",
            "wakes":"\(Self.time)","emitted":3,"waits":[
            {"event":"signal","name":"n","correlation":"c","element":"e"},{"event":"error","element":"f"}],"reason":"r"
            """
        try check(.instance(line), request, text + "}")
        try check(
            .unreadableInstance(UnreadableInstance(row: 4)), request, #"{"row":4,"status":"unreadable"}"#)
        var details = InstanceDetails()
        details.line = line
        details.definition = "d"
        details.inputs = 2
        details.causedBy = "m"
        details.traceparent = "t"
        details.received = [ReceivedLine(id: "m", queue: "q", outcome: .deadLettered, at: Self.at)]
        details.unconfirmed = [
            UnconfirmedPublication(id: "u", exchange: "x", routingKey: "k"),
            UnconfirmedPublication(id: nil, exchange: "x", routingKey: "k"),
        ]
        details.parked = [ParkedOfInstance(number: 5, kind: .publication, reason: "r")]
        details.tasks = [["element": "e"]]
        details.data = ["a": 1]
        let more = """
            ,"definition":"d","inputs":2,"caused_by":"m","traceparent":"t",
            "received":[{"message_id":"m","queue":"q","outcome":"deadLettered","at":"\(Self.time)"}],
            "unconfirmed":[{"message_id":"u","exchange":"x","routing_key":"k"},{"exchange":"x","routing_key":"k"}],
            "parked":[{"parked":5,"kind":"publication","reason":"r"}],"tasks":[{"element":"e"}],"data":{"a":1}}
            """
        try check(.instanceDetails(details), .instance(id: "i"), text + more)
    }

    private static let head = """
        "parked":7,"kind":"KIND","at":"\(time)","stage":"s","attempts":2
        """

    private func head(_ kind: ParkedKind) -> ParkedHead {
        var head = ParkedHead()
        head.number = 7
        head.kind = kind
        head.at = Self.at
        head.stage = "s"
        head.attempts = 2
        head.reason = "r"
        return head
    }

    private func text(_ kind: String, _ more: String) -> String {
        "{" + Self.head.replacing("KIND", with: kind) + more + "}"
    }

    @Test("Parked things")
    func parked() throws {
        let list = ControlRequest.parked(ParkedFilter(), after: 0, limit: 1)
        try check(.parked(ParkedLine(head(.event), otherBodies: nil)), list, text("event", #","reason":"r""#))
        var full = head(.delivery)
        full.process = "p"
        full.instance = "i"
        full.event = "message e"
        full.messageID = "m"
        full.notShown = "n"
        let fields = #","process":"p","instance":"i","event":"message e","message_id":"m","reason":"r","not_shown":"n""#
        try check(
            .parked(ParkedLine(full, otherBodies: [8, 9])), list, text("delivery", fields + #","other_bodies":[8,9]"#))
        let one = ControlRequest.parkedThing(number: 7)
        let others = [
            OtherBody(number: 8, at: Self.at, reason: "o", body: "b"),
            OtherBody(number: 9, at: Self.at, reason: "o", body: nil),
        ]
        let otherTexts = """
            ,"other_bodies":[{"parked":8,"at":"\(Self.time)","reason":"o","body":"b"},
            {"parked":9,"at":"\(Self.time)","reason":"o"}]
            """
        try check(
            .parkedDetails(ParkedDetails(full, otherBodies: others, content: .notShown)), one,
            text("delivery", fields + otherTexts))
        try check(
            .parkedDetails(ParkedDetails(head(.instance), otherBodies: nil, content: .unreadable)), one,
            text("instance", #","reason":"r","content":"cannot be read; it can be discarded""#))
        let input = InputDetails(causedBy: "m", payload: 1)
        try check(
            .parkedDetails(ParkedDetails(head(.instance), otherBodies: nil, content: .instance(input))), one,
            text("instance", #","reason":"r","caused_by":"m","payload":1"#))
        var given = GivenUpDetails()
        given.number = 7
        given.kind = .instance
        given.discarded = Self.at
        (given.why, given.stage, given.reason, given.process, given.id) = ("w", "s", "r", "p", "i")
        try check(
            .givenUp(given), one,
            """
            {"parked":7,"kind":"instance","discarded":"\(Self.time)","why":"w","stage":"s","reason":"r",
            "process":"p","id":"i"}
            """)
    }

    private static let delivery = """
        "delivery":{"queue":"q","exchange":"x","routing_key":"k","type":"t","content_type":"c","headers":{"h":1},
        "defect":"d","body_bytes":4,"body":"body"}
        """

    private var delivery: DeliveryDetails {
        var delivery = DeliveryDetails()
        (delivery.queue, delivery.exchange, delivery.routingKey) = ("q", "x", "k")
        (delivery.type, delivery.contentType, delivery.headers, delivery.defect) = ("t", "c", ["h": 1], "d")
        (delivery.bodyBytes, delivery.body) = (4, "body")
        return delivery
    }

    @Test("What is parked or held")
    func contents() throws {
        let one = ControlRequest.parkedThing(number: 7)
        let event = EventDetails(thrownBy: "i", code: "E", payload: ["a": 1], delivery: delivery)
        let eventText = #","thrown_by":"i","code":"E","payload":{"a":1},"# + Self.delivery
        try check(
            .parkedDetails(
                ParkedDetails(head(.event), otherBodies: nil, content: .event(ParkedEvent(addressee: "j", event)))),
            one,
            text("event", #","reason":"r","addressee":"j""# + eventText))
        try check(
            .parkedDetails(ParkedDetails(head(.delivery), otherBodies: nil, content: .delivery(delivery))), one,
            text("delivery", #","reason":"r","# + Self.delivery))
        var publication = PublicationDetails()
        (publication.exchange, publication.routingKey, publication.type) = ("x", "k", "t")
        (publication.headers, publication.bodyBytes, publication.body) = (["h": 1], 1, "b")
        try check(
            .parkedDetails(ParkedDetails(head(.publication), otherBodies: nil, content: .publication(publication))),
            one,
            text(
                "publication",
                #","reason":"r","exchange":"x","routing_key":"k","type":"t","headers":{"h":1},"body_bytes":1,"body":"b""#
            ))
        var line = HeldLine()
        (line.number, line.expires, line.notShown) = (6, Self.at, "n")
        let held = ControlRequest.held(HeldFilter(), after: 0, limit: 1)
        try check(.held(line), held, #"{"held":6,"expires":"\#(Self.time)","not_shown":"n"}"#)
        (line.event, line.addressee, line.messageID, line.queue) = ("message e", "j", "m", "q")
        for (then, word) in [(Unmatched.Then.park, "park"), (.discard, "discard"), (.dead, "dead")] {
            line.then = then
            try check(
                .heldDetails(HeldDetails(line, event)), .heldThing(number: 6),
                """
                {"held":6,"event":"message e","addressee":"j","message_id":"m","queue":"q","expires":"\(Self.time)",
                "then":"\(word)","not_shown":"n"\(eventText)}
                """)
        }
    }

    @Test("What came of a decision, and a copy")
    func decisions() throws {
        let parked = DecisionAnswer(.parked(7), isDone: false, result: "w", reason: "r")
        try check(.decision(parked), .retry(number: 7), #"{"parked":7,"done":false,"result":"w","reason":"r"}"#)
        let held = DecisionAnswer(.held(7), isDone: true, result: "w", reason: nil)
        try check(.decision(held), .discardHeld(number: 7, why: ""), #"{"held":7,"done":true,"result":"w"}"#)
        try check(.copied(CopiedAnswer("/a b")), .backup(path: ""), #"{"copied":"/a b"}"#)
        try check(.copied(CopiedAnswer("/a b", bytes: 5)), .backup(path: ""), #"{"copied":"/a b","bytes":5}"#)
        try check(.unwritable(UnwritableItem("t")), .instance(id: ""), #"{"text":"t"}"#)
    }

    @Test("Words of kinds, states and outcomes are as they have always been")
    func words() {
        #expect(ParkedKind.allCases.map(\.word) == ["event", "instance", "publication", "delivery"])
        #expect(InstanceStatus.allCases.map(\.word) == ["running", "completed", "parked"])
        #expect(
            Outcome.allCases.map(\.word) == [
                "delivered", "started", "duplicate", "held", "parked", "discarded", "expired", "ambiguous",
                "deadLettered",
            ])
        #expect(ParkedKind.allCases.map(\.rawValue) == [0, 1, 2, 3])
        #expect(InstanceStatus.allCases.map(\.rawValue) == [0, 1, 2])
        #expect(Outcome.allCases.map(\.rawValue) == Array(1...9))
    }
}
