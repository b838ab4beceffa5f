import Testing
import Values

@testable import Daemon
@testable import Operations

/// What a command sends: an older bridge must understand it, and a newer one, too.
@Suite struct RequestTextTests {
    private static let texts: [(ControlRequest, String)] = [
        (
            .instances(InstanceFilter(process: "order", status: .parked), after: 7, limit: 100),
            #"{"ask":"instances","process":"order","status":"parked","after":7,"limit":100}"#
        ),
        (
            .instances(InstanceFilter(status: .running), after: 0, limit: 1),
            #"{"ask":"instances","status":"running","after":0,"limit":1}"#
        ),
        (
            .instances(InstanceFilter(status: .completed), after: 0, limit: 1),
            #"{"ask":"instances","status":"completed","after":0,"limit":1}"#
        ),
        (.instances(InstanceFilter(), after: 0, limit: 1), #"{"ask":"instances","after":0,"limit":1}"#),
        (.instance(id: "a-b"), #"{"ask":"instance","id":"a-b"}"#),
        (
            .parked(ParkedFilter(process: "p", kind: .event, reason: "\"quoted\"\nline"), after: 3, limit: 5),
            #"{"ask":"parked","process":"p","kind":"event","reason":"\"quoted\"\nline","after":3,"limit":5}"#
        ),
        (
            .parked(ParkedFilter(kind: .delivery), after: 0, limit: 9),
            #"{"ask":"parked","kind":"delivery","after":0,"limit":9}"#
        ),
        (
            .parked(ParkedFilter(kind: .instance), after: 0, limit: 9),
            #"{"ask":"parked","kind":"instance","after":0,"limit":9}"#
        ),
        (
            .parked(ParkedFilter(kind: .publication), after: 0, limit: 9),
            #"{"ask":"parked","kind":"publication","after":0,"limit":9}"#
        ),
        (.parkedThing(number: 12), #"{"ask":"parked thing","number":12}"#),
        (
            .held(HeldFilter(name: "pay", queue: "in"), after: 2, limit: 4),
            #"{"ask":"held","name":"pay","queue":"in","after":2,"limit":4}"#
        ),
        (.heldThing(number: 3), #"{"ask":"held thing","number":3}"#),
        (.discardHeld(number: 4, why: "w"), #"{"ask":"discard held","number":4,"why":"w"}"#),
        (.retry(number: 3), #"{"ask":"retry","number":3,"chosen":true}"#),
        (.retry(number: 3, isChosen: false), #"{"ask":"retry","number":3,"chosen":false}"#),
        (.discard(number: 4, why: "ä\u{0}b"), #"{"ask":"discard","number":4,"why":"ä\u0000b"}"#),
        (.backup(path: "/tmp/a b"), #"{"ask":"backup","path":"/tmp/a b"}"#),
    ]

    @Test("Every request has the same whole text as ever, and is read from it")
    func texts() throws {
        for (request, text) in Self.texts {
            #expect(JSON.text(of: request.value) == text)
            #expect(try ControlRequest(line: Array(text.utf8)) == request)
        }
    }
}
