import Models
import Testing

@Suite("Order of flows") struct DiagramTests {
    private func order(_ heights: TextMap<String>) throws -> [String] {
        let shapes = heights.map {
            "<di:BPMNShape id=\"\($0)_di\" bpmnElement=\"\($0)\"><dc:Bounds x=\"1\" y=\"\($1)\" width=\"1\" height=\"1\"/></di:BPMNShape>"
        }
        return try Model(
            """
            <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/><exclusiveGateway id="x" default="to-c"/>
            <sequenceFlow id="to-a" sourceRef="x" targetRef="a"><conditionExpression>1</conditionExpression></sequenceFlow>
            <sequenceFlow id="to-b" sourceRef="x" targetRef="b"><conditionExpression>1</conditionExpression></sequenceFlow>
            <sequenceFlow id="to-c" sourceRef="x" targetRef="c"/><task id="a"/><task id="b"/><task id="c"/>
            """,
            root: "<di:BPMNDiagram><di:BPMNPlane>\(shapes.joined())</di:BPMNPlane></di:BPMNDiagram>"
        ).definition().outgoing("x")
    }

    @Test("Flows are in the order of the document where nothing is drawn")
    func document() throws {
        #expect(try order([:]) == ["to-a", "to-b", "to-c"])
    }

    @Test("Flows are in the order of their targets' heights in the diagram; what is not drawn is at the top")
    func heights() throws {
        #expect(try order(["a": "30", "b": "10", "c": "20.5"]) == ["to-b", "to-c", "to-a"])
        #expect(try order(["a": "-5", "b": "-10"]) == ["to-b", "to-a", "to-c"])
        #expect(try order(["a": "10", "b": "10", "c": "10"]) == ["to-a", "to-b", "to-c"])
        #expect(try order(["a": "nan", "b": "high", "c": "1e999"]) == ["to-a", "to-b", "to-c"])
    }
}
