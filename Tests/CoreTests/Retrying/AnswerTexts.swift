import CSQLite
import Messages
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// A bridge with one of everything that a person may ask about, and what it answers, as it goes over the wire. Ids that
/// are new with each run are replaced by their place.
final class AnswerTexts {
    private let harness: CoreHarness
    private var ids: [(text: String, shown: String)] = []
    /// What was asked, and the whole answer.
    private(set) var transcript = ""

    init() throws {
        harness = try CoreHarness(model: Model.order)
        try harness.deliver(
            harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "first"),
            harness.message("order_placed", #"{"order_id":"done","amount":3}"#, id: "second"),
            harness.message("payment_received", #"{"order_id":"done","amount":4}"#, id: "third"))
        let instances = try harness.inStore { try $0.instances(limit: 9).instances }
        for (place, instance) in instances.enumerated() {
            ids += [(instance.id.text, "<instance \(place + 1)>"), (instance.definition, "<definition>")]
        }
        // Nobody waits for it; then: what its sender names, what fails, and one message with two bodies that fail.
        try harness.deliver(harness.message("payment_received", #"{"order_id":"z","ä":[1.5,null]}"#, id: "early"))
        try harness.deliver(
            harness.message("unknown", #"{"for":"one"}"#, id: "named", instance: instances[0].id.text))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"bad"}"#, id: "bad"))
        for body in [#"{"order_id":"c","n":1}"#, #"{"order_id":"c","n":2}"#] {
            try harness.deliver(harness.message("order_placed", body, id: "bodies"))
        }
        // A delivery under an id that was applied with another payload.
        try harness.deliver(harness.message("order_placed", #"{"order_id":"other"}"#, id: "first"))
        try park(instances[0])
        try harness.deliver(harness.message("order_placed", #"{"order_id":"gone"}"#, id: "gone"))
        let last = try #require(try harness.parked().last?.number)
        _ = try harness.decide(last, .discard(why: "a test \"order\""))
    }

    /// What no message alone parks, and what has every field.
    private func park(_ instance: StoredInstance) throws {
        var properties = MessageProperties()
        properties.messageID = "\(instance.id.text)/9"
        properties.type = "late"
        properties.headers["x-n"] = 7
        let publication = Publication(
            exchange: "out", routingKey: "order.late", properties: properties, body: [0xFF, 0x0A])
        var unreadable = harness.message("odd", "text", id: "defect", contentType: nil)
        unreadable.defect = "a header that is none"
        let failed = IncomingEvent(
            event: Event(kind: .error, name: "broken", code: "E1", payload: ["n": 1]), addressee: instance.id,
            thrown: Thrown(instance: instance.id, process: "order", sequence: 1), causedBy: "third",
            origin: KeptDelivery(unreadable))
        let contents: [ParkedContent] = [
            .publication(publication, lane: .instance(instance.key)), .instance(instance.key, input: failed),
            .instance(instance.key, input: nil), .event(failed), .delivery(KeptDelivery(unreadable)),
            .delivery(KeptDelivery(unreadable)),
        ]
        try harness.inStore { set in
            for content in contents {
                _ = try set.park(
                    Parked(content, stage: "stage", reason: "reason", at: harness.now, processes: ["p", "q"]))
            }
            try set.hold(failed, name: "E1", keys: [], until: harness.now + .seconds(60))
        }
    }

    /// Asks, and notes question and answer.
    func ask(_ request: ControlRequest, named title: String) {
        let answer = harness.core.answer(request, at: harness.now).0
        // What a command reads of it is the same again.
        let read = Result { try ControlAnswer(bytes: answer.bytes, to: request) }
        #expect(throws: Never.self) { try read.get() }
        #expect((try? read.get())?.bytes == answer.bytes)
        note(answer, named: title)
    }

    func note(_ answer: ControlAnswer, named title: String) {
        var text = String(decoding: answer.bytes, as: UTF8.self)
        for id in ids { text = text.replacing(id.text, with: id.shown) }
        text = text.replacing(/\/[^ "]*bridge\.sqlite/, with: "<database>")
        transcript += "== \(title)\n\(text)"
    }

    /// Rows that no bridge wrote.
    func damage() throws {
        try harness.restart { path in
            var database: OpaquePointer?
            try #require(sqlite3_open(path, &database) == SQLITE_OK)
            defer { sqlite3_close(database) }
            let damage = """
                UPDATE parked SET content = x'FF' WHERE position = 1; UPDATE held SET content = x'FF' WHERE position = 2;
                UPDATE instance SET status = 9 WHERE key = 2; UPDATE instance SET waits = x'FF', state = x'FF' WHERE key = 1
                """
            try #require(sqlite3_exec(database, damage, nil, nil, nil) == SQLITE_OK)
        }
    }

    var instanceIDs: [String] { ids.filter { $0.shown.hasPrefix("<instance") }.map(\.text) }
}
