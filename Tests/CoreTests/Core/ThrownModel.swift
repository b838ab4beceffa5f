import Messages
import Models
import Values

/// A process that throws one event of a kind at its end, and one that hears it.
enum ThrownModel {
    static func sources(_ kind: EventKind, heard: Bool) -> [ModelSource] {
        [ModelSource(file: "thrown.bpmn", bytes: Array(text(kind, heard: heard).utf8))]
    }

    private static func text(_ kind: EventKind, heard: Bool) -> String {
        """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
          <bpmn:message id="begin" name="begin"/><bpmn:message id="listen" name="listen"/>
          <bpmn:message id="never" name="never"/><bpmn:message id="heard" name="heard"/>
          <bpmn:message id="message" name="X1"/><bpmn:signal id="signal" name="X1"/>
          <bpmn:error id="error" name="broken" errorCode="X1"/>
          <bpmn:escalation id="escalation" name="raised" escalationCode="X1"/>
          <bpmn:process id="thrower" isExecutable="true">
            <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="begin"/></bpmn:startEvent>
            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>
            <bpmn:endEvent id="e">\(definition(kind))</bpmn:endEvent>
          </bpmn:process>\(heard ? hearer(kind) : "")
        </bpmn:definitions>
        """
    }

    private static func definition(_ kind: EventKind) -> String {
        let word = kind.rawValue
        return "<bpmn:\(word)EventDefinition \(word)Ref=\"\(word)\"/>"
    }

    private static func hearer(_ kind: EventKind) -> String {
        """
        <bpmn:process id="hearer" isExecutable="true">
          <bpmn:startEvent id="h0"><bpmn:messageEventDefinition messageRef="listen"/></bpmn:startEvent>
          <bpmn:sequenceFlow id="hf" sourceRef="h0" targetRef="h1"/>
          <bpmn:receiveTask id="h1" messageRef="never"/>
          <bpmn:subProcess id="h2" triggeredByEvent="true">
            <bpmn:startEvent id="h3">\(definition(kind))</bpmn:startEvent>
            <bpmn:sequenceFlow id="hg" sourceRef="h3" targetRef="h4"/>
            <bpmn:endEvent id="h4"/>
          </bpmn:subProcess>
        </bpmn:process>
        """
    }
}
