/// One of everything that is read, in a process that calls another.
enum RichModel {
    static let root = """
        <message id="m" name="order"><extensionElements><spiff:messageVariable>order</spiff:messageVariable></extensionElements></message>
        <message id="n" name="part"/><signal id="g" name="alarm"><extensionElements><spiff:payloadExpression>1</spiff:payloadExpression></extensionElements></signal>
        <error id="r" name="Broken" errorCode="E1"/><escalation id="c" name="Slow" escalationCode="C1"/>
        <correlationProperty id="a"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <collaboration id="k"><participant id="pool" processRef="p"/><correlationKey name="key"><correlationPropertyRef>a</correlationPropertyRef></correlationKey></collaboration>
        <process id="q"><ioSpecification><dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet></ioSpecification>
        <startEvent id="qs"/><sequenceFlow id="q1" sourceRef="qs" targetRef="qc"/><callActivity id="qc" calledElement="p"/></process>
        """

    static let process = """
        <dataObject id="stock"/><dataObjectReference id="ref" dataObjectRef="stock"/>
        <laneSet id="ls"><lane id="l1" name="Sales"><flowNodeRef>user</flowNodeRef></lane></laneSet>
        <startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><startEvent id="s2"/>
        <sequenceFlow id="f0" sourceRef="s2" targetRef="par"/><sequenceFlow id="f1" sourceRef="s" targetRef="par"/>
        <parallelGateway id="par"/><sequenceFlow id="f2" sourceRef="par" targetRef="user"/><sequenceFlow id="f3" sourceRef="par" targetRef="choice"/>
        <userTask id="user"><extensionElements><spiff:preScript>a = 1</spiff:preScript></extensionElements><standardLoopCharacteristics loopMaximum="2"/></userTask>
        <boundaryEvent id="late" attachedToRef="user" cancelActivity="false"><timerEventDefinition><timeDuration>"PT1H"</timeDuration></timerEventDefinition></boundaryEvent>
        <sequenceFlow id="f4" sourceRef="late" targetRef="throw"/><intermediateThrowEvent id="throw"><escalationEventDefinition escalationRef="c"/><signalEventDefinition signalRef="g"/></intermediateThrowEvent>
        <exclusiveGateway id="choice" default="f6"/><sequenceFlow id="f5" sourceRef="choice" targetRef="tx"><conditionExpression>a &gt; 1</conditionExpression></sequenceFlow>
        <sequenceFlow id="f6" sourceRef="choice" targetRef="wait"/><eventBasedGateway id="wait"/>
        <sequenceFlow id="f7" sourceRef="wait" targetRef="catch"/><sequenceFlow id="f8" sourceRef="wait" targetRef="receive"/>
        <intermediateCatchEvent id="catch" parallelMultiple="true"><signalEventDefinition signalRef="g"/><conditionalEventDefinition><condition>b</condition></conditionalEventDefinition></intermediateCatchEvent>
        <receiveTask id="receive" messageRef="n"/><sequenceFlow id="f9" sourceRef="receive" targetRef="link"/>
        <intermediateThrowEvent id="link"><linkEventDefinition name="on"/></intermediateThrowEvent>
        <intermediateCatchEvent id="on"><linkEventDefinition name="on"/></intermediateCatchEvent><sequenceFlow id="f10" sourceRef="on" targetRef="service"/>
        <serviceTask id="service"><extensionElements><spiff:serviceTaskOperator id="http"><spiff:parameters><spiff:parameter id="u" type="str" value="1"/></spiff:parameters></spiff:serviceTaskOperator></extensionElements>
        <dataInputAssociation><sourceRef>ref</sourceRef></dataInputAssociation></serviceTask><sequenceFlow id="f11" sourceRef="service" targetRef="rule"/>
        <businessRuleTask id="rule"><extensionElements><spiff:calledDecisionId>rules</spiff:calledDecisionId></extensionElements></businessRuleTask><sequenceFlow id="f12" sourceRef="rule" targetRef="many"/>
        <manualTask id="many"><multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>xs</loopDataInputRef><inputDataItem id="one"/></multiInstanceLoopCharacteristics></manualTask>
        <sequenceFlow id="f13" sourceRef="many" targetRef="call"/><callActivity id="call" calledElement="q"/>
        <transaction id="tx"><startEvent id="ts"/><sequenceFlow id="t1" sourceRef="ts" targetRef="script"/><scriptTask id="script"><script>b = 2</script></scriptTask>
        <sequenceFlow id="t2" sourceRef="script" targetRef="te"/><endEvent id="te"><cancelEventDefinition/></endEvent></transaction>
        <boundaryEvent id="undo" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><boundaryEvent id="fail" attachedToRef="tx"><errorEventDefinition errorRef="r"/></boundaryEvent>
        <sequenceFlow id="f14" sourceRef="tx" targetRef="either"/><inclusiveGateway id="either" default="f15"/><sequenceFlow id="f15" sourceRef="either" targetRef="send"/>
        <sequenceFlow id="f16" sourceRef="either" targetRef="plain"><conditionExpression>c</conditionExpression></sequenceFlow>
        <sendTask id="send" messageRef="n"><extensionElements><spiff:messagePayload>{"a": 1}</spiff:messagePayload></extensionElements></sendTask>
        <task id="plain"/><sequenceFlow id="f17" sourceRef="plain" targetRef="end"/><endEvent id="end"><terminateEventDefinition/></endEvent>
        <subProcess id="ev" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"><errorEventDefinition errorRef="r"/></startEvent>
        <sequenceFlow id="e1" sourceRef="es" targetRef="ee"/><endEvent id="ee"/></subProcess>
        """

    static let model = Model(process, root: root)
}
