/// Models of the core's tests.
enum Model {
    /// order_placed starts it; payment_requested goes out; payment_received, correlated by order_id, lets it ship.
    static let order = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t">
          \(messages("order_placed", "payment_requested", "payment_received", "order_shipped"))
          <bpmn:process id="order" isExecutable="true">
            <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing>
              <bpmn:messageEventDefinition messageRef="order_placed"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>order</spiffworkflow:messageVariable>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
            <bpmn:sendTask id="ask" messageRef="payment_requested"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"order_id": order["order_id"], "amount": order["amount"]}</spiffworkflow:messagePayload>
              </bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:sendTask>
            <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="wait"/>
            <bpmn:receiveTask id="wait" messageRef="payment_received"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>payment</spiffworkflow:messageVariable>
              </bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:receiveTask>
            <bpmn:sequenceFlow id="f3" sourceRef="wait" targetRef="ship"/>
            <bpmn:endEvent id="ship"><bpmn:incoming>f3</bpmn:incoming>
              <bpmn:messageEventDefinition messageRef="order_shipped"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"order_id": order["order_id"], "paid": payment["amount"]}</spiffworkflow:messagePayload>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:endEvent>
          </bpmn:process>
        </bpmn:definitions>
        """

    /// `caller` throws `work` and waits for `done`; `worker` starts by `work` and throws `done`. Both by job.
    static let pair = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t">
          \(messages("begin", "work", "done", "all_done", property: "job"))
          <bpmn:process id="caller" isExecutable="true">
            <bpmn:startEvent id="c0"><bpmn:outgoing>c1</bpmn:outgoing>
              <bpmn:messageEventDefinition messageRef="begin"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>begin</spiffworkflow:messageVariable>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
            <bpmn:sequenceFlow id="c1" sourceRef="c0" targetRef="c2"/>
            <bpmn:sendTask id="c2" messageRef="work"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"job": begin["job"]}</spiffworkflow:messagePayload>
              </bpmn:extensionElements><bpmn:incoming>c1</bpmn:incoming><bpmn:outgoing>c3</bpmn:outgoing></bpmn:sendTask>
            <bpmn:sequenceFlow id="c3" sourceRef="c2" targetRef="c4"/>
            <bpmn:receiveTask id="c4" messageRef="done"><bpmn:incoming>c3</bpmn:incoming><bpmn:outgoing>c5</bpmn:outgoing></bpmn:receiveTask>
            <bpmn:sequenceFlow id="c5" sourceRef="c4" targetRef="c6"/>
            <bpmn:endEvent id="c6"><bpmn:incoming>c5</bpmn:incoming>
              <bpmn:messageEventDefinition messageRef="all_done"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"job": begin["job"]}</spiffworkflow:messagePayload>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:endEvent>
          </bpmn:process>
          <bpmn:process id="worker" isExecutable="true">
            <bpmn:startEvent id="w0"><bpmn:outgoing>w1</bpmn:outgoing>
              <bpmn:messageEventDefinition messageRef="work"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>work</spiffworkflow:messageVariable>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
            <bpmn:sequenceFlow id="w1" sourceRef="w0" targetRef="w2"/>
            <bpmn:endEvent id="w2"><bpmn:incoming>w1</bpmn:incoming>
              <bpmn:messageEventDefinition messageRef="done"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"job": work["job"]}</spiffworkflow:messagePayload>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:endEvent>
          </bpmn:process>
        </bpmn:definitions>
        """

    /// `begin` starts it; it throws 200 `ping`, waits for `listen`, and then for a `ping` of somebody else's.
    static let talker = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
          <bpmn:message id="begin" name="begin"/><bpmn:message id="ping" name="ping"/><bpmn:message id="listen" name="listen"/>
          <bpmn:process id="talker" isExecutable="true">
            <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="begin"/></bpmn:startEvent>
            <bpmn:sendTask id="talk" messageRef="ping">
              <bpmn:multiInstanceLoopCharacteristics isSequential="true">
                <bpmn:loopCardinality>200</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:sendTask>
            <bpmn:receiveTask id="turn" messageRef="listen"/>
            <bpmn:receiveTask id="hear" messageRef="ping"/>
            <bpmn:endEvent id="e"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="talk"/>
            <bpmn:sequenceFlow id="f2" sourceRef="talk" targetRef="turn"/>
            <bpmn:sequenceFlow id="f3" sourceRef="turn" targetRef="hear"/>
            <bpmn:sequenceFlow id="f4" sourceRef="hear" targetRef="e"/>
          </bpmn:process>
        </bpmn:definitions>
        """

    /// `begin` starts it; a service task `op` for each of `xs`, then a user task. The error E1 of a service ends it.
    static let tasks = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t">
          <bpmn:message id="begin" name="begin"/><bpmn:message id="over" name="over"/><bpmn:error id="e" name="broken" errorCode="E1"/>
          <bpmn:process id="work" isExecutable="true">
            <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="begin"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>begin</spiffworkflow:messageVariable>
              </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
            <bpmn:scriptTask id="take"><bpmn:script>xs = begin["xs"]</bpmn:script></bpmn:scriptTask>
            <bpmn:serviceTask id="call"><bpmn:extensionElements>
                <spiffworkflow:serviceTaskOperator id="op" resultVariable="y"><spiffworkflow:parameters>
                  <spiffworkflow:parameter id="x" type="int" value="x"/></spiffworkflow:parameters>
                </spiffworkflow:serviceTaskOperator></bpmn:extensionElements>
              <bpmn:multiInstanceLoopCharacteristics>
                <bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem id="x" name="x"/>
                <bpmn:loopDataOutputRef>ys</bpmn:loopDataOutputRef><bpmn:outputDataItem id="y" name="y"/>
              </bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
            <bpmn:boundaryEvent id="failed" attachedToRef="call"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>
            <bpmn:userTask id="approve"/><bpmn:endEvent id="given_up"/>
            <bpmn:endEvent id="end"><bpmn:messageEventDefinition messageRef="over"/></bpmn:endEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="take"/>
            <bpmn:sequenceFlow id="f2" sourceRef="take" targetRef="call"/>
            <bpmn:sequenceFlow id="f3" sourceRef="call" targetRef="approve"/>
            <bpmn:sequenceFlow id="f4" sourceRef="approve" targetRef="end"/>
            <bpmn:sequenceFlow id="f5" sourceRef="failed" targetRef="given_up"/>
          </bpmn:process>
        </bpmn:definitions>
        """

    /// Messages, one property and one key over all of them.
    private static func messages(_ names: String..., property: String = "order_id") -> String {
        let messages = names.map { "<bpmn:message id=\"\($0)\" name=\"\($0)\"/>" }.joined()
        let rules = names.map {
            """
            <bpmn:correlationPropertyRetrievalExpression messageRef="\($0)">
              <bpmn:messagePath>\(property)</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>
            """
        }.joined()
        return """
            \(messages)<bpmn:correlationProperty id="\(property)" name="\(property)">\(rules)</bpmn:correlationProperty>
            <bpmn:collaboration id="c"><bpmn:correlationKey id="k" name="key">
              <bpmn:correlationPropertyRef>\(property)</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
            """
    }
}
