import Models
import Testing

@Suite struct OrderModelTests {
    @Test("An order process is read with its elements, flows and messages")
    func order() throws {
        let process = try #require(try OrderModel.read())
        #expect(process.id == "order")
        #expect(process.name == "Order")
        #expect(process.elements.map(\.id) == ["start", "sum", "ask", "wait", "enough", "done", "refused"])
        #expect(process.scopes.count == 1)
        #expect(process.scopes[0].starts == [0])
        guard case .start(.message(let placed)) = process.elements[0].kind else { Issue.record("start"); return }
        #expect(placed.name == "order_placed")
        #expect(placed.variable == "order")
        #expect(placed.payload == nil)
        #expect(placed.correlations.map(\.property) == ["order_id"])
        #expect(placed.correlations.map(\.keys) == [["order_key"]])
        #expect(placed.correlations.map(\.expression.source) == ["order_id"])
        guard case .scriptTask(let sum) = process.elements[1].kind else { Issue.record("sum"); return }
        #expect(sum.source.contains("\nfor line in order[\"lines\"]:\n    total"))
        guard case .sendTask(let asked) = process.elements[2].kind else { Issue.record("ask"); return }
        #expect(asked.payload?.source == #"{"order_id": order["order_id"]}"#)
        guard case .intermediateCatch(.message(let paid)) = process.elements[3].kind else {
            Issue.record("wait"); return
        }
        #expect(paid.variable == "payment")
        #expect(paid.correlations.map(\.expression.source) == [#"reference["order"]"#])
        let gateway = process.elements[4]
        #expect(gateway.outgoing.map { process.flows[$0].id } == ["no", "yes"])
        #expect(gateway.defaultFlow.map { process.flows[$0].id } == "no")
        #expect(process.flows.map(\.condition?.source) == [nil, nil, nil, nil, nil, #"payment["amount"] >= total"#])
        #expect(process.elements[1].place == Place(file: "order.bpmn", line: 26, column: 5))
        #expect(process.hash.utf8.count == 64)
    }
}
