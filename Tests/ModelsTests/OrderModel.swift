import Models

/// The process most tests begin with: an order comes in, its payment is asked for and waited for.
enum OrderModel {
    static let text = """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="urn:test">
          <bpmn:correlationProperty id="order_id" name="Order">
            <bpmn:correlationPropertyRetrievalExpression messageRef="placed">
              <bpmn:messagePath>order_id</bpmn:messagePath>
            </bpmn:correlationPropertyRetrievalExpression>
            <bpmn:correlationPropertyRetrievalExpression messageRef="paid">
              <bpmn:formalExpression>  reference["order"]  </bpmn:formalExpression>
            </bpmn:correlationPropertyRetrievalExpression>
          </bpmn:correlationProperty>
          <bpmn:collaboration id="c">
            <bpmn:participant id="p" processRef="order"/>
            <bpmn:correlationKey name="order_key">
              <bpmn:correlationPropertyRef>order_id</bpmn:correlationPropertyRef>
            </bpmn:correlationKey>
          </bpmn:collaboration>
          <bpmn:message id="placed" name="order_placed">
            <bpmn:extensionElements><spiffworkflow:messageVariable>order</spiffworkflow:messageVariable></bpmn:extensionElements>
          </bpmn:message>
          <bpmn:message id="asked" name="payment_asked"/>
          <bpmn:message id="paid" name="payment_received"/>
          <bpmn:process id="order" name="Order" isExecutable="true">
            <bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="placed"/></bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="sum"/>
            <bpmn:scriptTask id="sum"><bpmn:script>
                total = 0
                for line in order["lines"]:
                    total += line["price"]
            </bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id="f2" sourceRef="sum" targetRef="ask"/>
            <bpmn:sendTask id="ask" name="Ask" messageRef="asked"><bpmn:extensionElements>
              <spiffworkflow:messagePayload>{"order_id": order["order_id"]}</spiffworkflow:messagePayload>
            </bpmn:extensionElements></bpmn:sendTask>
            <bpmn:sequenceFlow id="f3" sourceRef="ask" targetRef="wait"/>
            <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="paid"><bpmn:extensionElements>
              <spiffworkflow:messageVariable>payment</spiffworkflow:messageVariable>
            </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="f4" sourceRef="wait" targetRef="enough"/>
            <bpmn:exclusiveGateway id="enough" default="no"/>
            <bpmn:sequenceFlow id="no" sourceRef="enough" targetRef="refused"/>
            <bpmn:sequenceFlow id="yes" sourceRef="enough" targetRef="done">
              <bpmn:conditionExpression>payment["amount"] &gt;= total</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            <bpmn:endEvent id="done"/>
            <bpmn:endEvent id="refused"/>
          </bpmn:process>
        </bpmn:definitions>
        """

    static func read(_ dialect: Dialect = .spiff) throws -> ProcessDefinition? {
        try ModelReader.read([ModelSource(file: "order.bpmn", bytes: Array(text.utf8))], dialect: dialect).first
    }
}
