import Events
import Testing

@testable import Store

@Suite struct SmokeTests {
    @Test("One message goes all the way through")
    func wholeWay() throws {
        try withStore { store in
            let id = InstanceID("019b7700-0000-7000-8000-000000000001")
            let correlation = CorrelationText(key: "order", properties: ["id": 7])
            let key = try store.transaction { transaction in
                try transaction.remember(
                    StoredDefinition(
                        hash: "h1", process: "order", dialect: "spiff", firstSeen: start, sources: [1, 2, 3]))
                #expect(try transaction.inboxFinding(id: "m1", source: "orders", bodyHash: .max) == .new)
                let key = try transaction.insert(
                    NewInstance(id: id, definition: "h1", started: start, causedBy: "m1"),
                    after: InstanceChange(
                        state: [1, 2], sequence: 1,
                        waits: [
                            StoredSubscription(
                                kind: .message, name: "paid", correlation: correlation, element: "wait")
                        ], wakeAt: start + .seconds(60))
                ).key
                try transaction.remember(
                    id: "m1", source: "orders", bodyHash: .max, outcome: .started, instance: key, at: start)
                var properties = MessageProperties()
                properties.messageID = "\(id)/1"
                try transaction.append(
                    Publication(exchange: "workflow", routingKey: "order.pay", properties: properties, body: [9]),
                    lane: .instance(key), at: start)
                return key
            }
            try store.transaction { transaction in
                #expect(
                    try transaction.waiting(
                        for: .message, name: "paid", in: "h1", correlations: [correlation], limit: 2) == [key])
                #expect(transaction.definitionsThatMayWait(for: .message, name: "paid") == ["h1"])
                #expect(try transaction.due(at: start + .seconds(60), limit: 10).map(\.instance) == [key])
                #expect(try transaction.state(of: key) == [1, 2])
                let pending = try transaction.pending(limit: 10)
                #expect(try pending.first?.publication().properties.messageID == "\(id)/1")
                #expect(
                    try transaction.inboxFinding(id: "m1", source: "orders", bodyHash: .max)
                        == .duplicate(InboxRecord(outcome: .started, at: start, instance: key)))
                #expect(try transaction.inboxFinding(id: "m1", source: "orders", bodyHash: 3) == .conflict)
                #expect(try transaction.liveDefinitions().map(\.hash) == ["h1"])
            }
        }
    }
}
