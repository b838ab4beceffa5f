/// `begin` starts a listener; the signal `go` has it send `work`, which starts a worker; it goes on waiting. The worker says
/// `done`.
enum FollowingModel {
    static let text = """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
          <bpmn:message id="begin" name="begin"/><bpmn:message id="work" name="work"/>
          <bpmn:message id="more" name="more"/><bpmn:message id="done" name="done"/><bpmn:signal id="go" name="go"/>
          <bpmn:process id="listener" isExecutable="true">
            <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="begin"/></bpmn:startEvent>
            <bpmn:intermediateCatchEvent id="hear"><bpmn:signalEventDefinition signalRef="go"/></bpmn:intermediateCatchEvent>
            <bpmn:sendTask id="ask" messageRef="work"/>
            <bpmn:receiveTask id="wait" messageRef="more"/>
            <bpmn:endEvent id="e"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="hear"/>
            <bpmn:sequenceFlow id="f2" sourceRef="hear" targetRef="ask"/>
            <bpmn:sequenceFlow id="f3" sourceRef="ask" targetRef="wait"/>
            <bpmn:sequenceFlow id="f4" sourceRef="wait" targetRef="e"/>
          </bpmn:process>
          <bpmn:process id="worker" isExecutable="true">
            <bpmn:startEvent id="w"><bpmn:messageEventDefinition messageRef="work"/></bpmn:startEvent>
            <bpmn:endEvent id="x"><bpmn:messageEventDefinition messageRef="done"/></bpmn:endEvent>
            <bpmn:sequenceFlow id="g1" sourceRef="w" targetRef="x"/>
          </bpmn:process>
        </bpmn:definitions>
        """
}
