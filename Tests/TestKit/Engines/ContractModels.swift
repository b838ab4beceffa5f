package import Models

/// The models of `StateEngineContract`: plain BPMN, as SpiffWorkflow runs it too.
package enum ContractModels {
    /// An order starts it; it asks for the payment, waits for that of its order, and ships.
    package static let order = model(
        """
        <bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="placed"/></bpmn:startEvent>
        <bpmn:scriptTask id="add"><bpmn:script>total = sum([l["qty"] * l["price"] for l in order["lines"]])</bpmn:script>\
        </bpmn:scriptTask>
        <bpmn:intermediateThrowEvent id="ask"><bpmn:messageEventDefinition messageRef="requested"/>\
        </bpmn:intermediateThrowEvent>
        <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="received"/>\
        </bpmn:intermediateCatchEvent>
        <bpmn:endEvent id="ship"><bpmn:messageEventDefinition messageRef="shipped"/></bpmn:endEvent>
        \(flows("start", "add", "ask", "wait", "ship"))
        """,
        roots: """
            <bpmn:correlationProperty id="order_id" name="order_id">\(retrievals("placed", "requested", "received", "shipped"))\
            </bpmn:correlationProperty>
            <bpmn:collaboration id="collaboration"><bpmn:correlationKey id="order_key" name="order_key">\
            <bpmn:correlationPropertyRef>order_id</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
            \(message("placed", variable: "order"))
            \(message("requested", payload: #"{"order_id": order["order_id"], "amount": total}"#))
            \(message("received", variable: "payment"))
            \(message("shipped", payload: #"{"order_id": order["order_id"], "paid": payment["amount"]}"#))
            """)

    /// It waits ten seconds after its start.
    package static let pause = model(
        """
        <bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition>\
        <bpmn:timeDuration>"PT10S"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
        <bpmn:endEvent id="end"/>
        \(flows("start", "pause", "end"))
        """)

    /// A person may complete a task again and again, after which a script runs.
    package static func repeating(_ script: String) -> ModelSource {
        let text = script.split(separator: "&").joined(separator: "&amp;").split(separator: "<").joined(
            separator: "&lt;")
        return model(
            """
            <bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="again"/><bpmn:userTask id="task"/>
            <bpmn:scriptTask id="script"><bpmn:script>\(text)</bpmn:script></bpmn:scriptTask>
            \(flows("start", "again", "task", "script"))
            <bpmn:sequenceFlow id="back" sourceRef="script" targetRef="again"/>
            """)
    }

    /// A model around `inner`, the content of a process `p`, and `roots` beside it.
    package static func model(_ inner: String, roots: String = "") -> ModelSource {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
            xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" \
            targetNamespace="http://example.org/contract" id="definitions">
            \(roots)
            <bpmn:process id="p" isExecutable="true">
            \(inner)
            </bpmn:process>
            </bpmn:definitions>
            """
        return ModelSource(file: "model.bpmn", bytes: Array(text.utf8))
    }

    private static func flows(_ elements: String...) -> String {
        zip(elements, elements.dropFirst()).map {
            #"<bpmn:sequenceFlow id="\#($0)_\#($1)" sourceRef="\#($0)" targetRef="\#($1)"/>"#
        }.joined()
    }

    private static func retrievals(_ messages: String...) -> String {
        messages.map {
            """
            <bpmn:correlationPropertyRetrievalExpression messageRef="\($0)"><bpmn:messagePath>order_id</bpmn:messagePath>\
            </bpmn:correlationPropertyRetrievalExpression>
            """
        }.joined()
    }

    private static func message(_ name: String, variable: String? = nil, payload: String? = nil) -> String {
        let inner =
            variable.map { "<spiffworkflow:messageVariable>\($0)</spiffworkflow:messageVariable>" }
            ?? payload.map { "<spiffworkflow:messagePayload>\($0)</spiffworkflow:messagePayload>" } ?? ""
        return """
            <bpmn:message id="\(name)" name="\(name)"><bpmn:extensionElements>\(inner)</bpmn:extensionElements></bpmn:message>
            """
    }
}
