"""Writes a tree of blocks as BPMN XML."""

import xml.etree.ElementTree as ET

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
ET.register_namespace("bpmn", BPMN)
ET.register_namespace("spiffworkflow", SPIFF)

MESSAGES = ("go", "m0", "m1", "m2")
PAYLOAD = '{"id": id, "part": part, "n": v0}'
CODED = {"error": ("E1", "E2"), "escalation": ("X1", "X2")}
TIMERS = {"timer_date": "timeDate", "timer_duration": "timeDuration", "timer_cycle": "timeCycle"}
TASKS = {
    "script": "scriptTask", "user": "userTask", "manual": "manualTask", "plain": "task", "send": "sendTask",
    "receive": "receiveTask", "service": "serviceTask", "call": "callActivity",
}  # fmt: skip


def bpmn(model):
    """The text of the model's file."""
    return Diagram(model).text()


def sub(parent, tag, text=None, namespace=BPMN, /, **attributes):
    child = ET.SubElement(parent, f"{{{namespace}}}{tag}", {k: str(v) for k, v in attributes.items()})
    child.text = text
    return child


def extension(parent, tag, text=None, /, **attributes):
    holder = parent.find(f"{{{BPMN}}}extensionElements")
    if holder is None:
        holder = ET.Element(f"{{{BPMN}}}extensionElements")
        parent.insert(0, holder)
    return sub(holder, tag, text, SPIFF, **attributes)


class Diagram:
    """One file: the definitions, the process and what it calls."""

    def __init__(self, model):
        self.model = model
        self.spiff = model["dialect"] == "spiff"
        self.flows = 0
        self.root = ET.Element(f"{{{BPMN}}}definitions", {"targetNamespace": "http://example.org/test", "id": "defs"})
        self.definitions()
        top = sub(self.root, "process", id="p", isExecutable="true")
        for name in model["objects"]:
            sub(top, "dataObject", id=name, name=name)
            sub(top, "dataObjectReference", id=f"{name}_ref", dataObjectRef=name)
        self.scope(top, model, model.get("scope_name", "p"), start=model["start"])
        for name, called in model["called"].items():
            process = sub(self.root, "process", id=name, isExecutable="true")
            if called.get("inputs") or called.get("outputs"):
                self.names(process, called)
            self.scope(process, called, called.get("scope_name", name))

    def text(self):
        ET.indent(self.root)
        return ET.tostring(self.root, encoding="unicode", xml_declaration=True) + "\n"

    def definitions(self):
        properties = ["id", "part"][: self.model["keys"]]
        if properties:
            room = sub(self.root, "collaboration", id="room")
            sub(room, "participant", id="pool", processRef="p")
            key = sub(room, "correlationKey", id="key", name="key")
            for name in properties:
                sub(key, "correlationPropertyRef", name)
        for name in properties:
            found = sub(self.root, "correlationProperty", id=name, name=name)
            for message in MESSAGES:
                sub(sub(found, "correlationPropertyRetrievalExpression", messageRef=message), "messagePath", name)
        for name in MESSAGES:
            message = sub(self.root, "message", id=name, name=name)
            if self.spiff and self.model["payload_on"] == "message":
                extension(message, "messagePayload", PAYLOAD)
                extension(message, "messageVariable", f"got_{name}")
        for name in ("s0", "s1"):
            self.item(sub(self.root, "signal", id=name, name=name), f"got_{name}")
        for kind, codes in CODED.items():
            for code in codes:
                xml = sub(self.root, kind, id=code, name=f"{kind} {code}", **{f"{kind}Code": code})
                self.item(xml, f"got_{code}")

    def item(self, xml, variable):
        if self.spiff:
            extension(xml, "payloadExpression", "v0 * 10")
            extension(xml, "variableName", variable)

    def names(self, process, called):
        io = sub(process, "ioSpecification")
        for way, names in (("Input", called.get("inputs") or []), ("Output", called.get("outputs") or [])):
            for name in names:
                sub(io, f"data{way}", id=f"{name}", name=name)
        for way, names in (("input", called.get("inputs") or []), ("output", called.get("outputs") or [])):
            group = sub(io, f"{way}Set")
            for name in names:
                sub(group, f"data{way.title()}Refs", name)

    def scope(self, xml, spec, name, start=None):
        """Start elements, body, end element and event subprocesses of a process or subprocess."""
        pending = []
        if start in ("message", "both"):
            node = sub(xml, "startEvent", id=f"{name}_go")
            self.definition(node, {"type": "message", "name": "go"}, throwing=False)
            pending.append((node, None))
        if start != "message":
            pending.append((sub(xml, "startEvent", id=f"{name}_start"), None))
        self.finish(xml, self.sequence(xml, spec["body"], pending), f"{name}_end")
        for standby in spec["standby"]:
            self.event_subprocess(xml, standby)

    def event_subprocess(self, xml, spec):
        node = sub(xml, "subProcess", id=spec["id"], triggeredByEvent="true")
        start = sub(node, "startEvent", id=f"{spec['id']}_start", isInterrupting=str(not spec["beside"]).lower())
        self.definition(start, spec["event"], throwing=False)
        self.finish(node, self.sequence(node, spec["body"], [(start, None)]), f"{spec['id']}_end")

    def finish(self, xml, pending, name):
        if pending:
            self.connect(xml, pending, sub(xml, "endEvent", id=name))

    def connect(self, xml, pending, target):
        for source, condition in pending:
            self.flows += 1
            name = f"f{self.flows}"
            flow = sub(xml, "sequenceFlow", id=name, sourceRef=source.get("id"), targetRef=target.get("id"))
            if condition == "default":
                source.set("default", name)
            elif condition is not None:
                sub(flow, "conditionExpression", condition)

    def sequence(self, xml, blocks, pending):
        """Adds blocks one after the other. Takes and gives the open ends: (element, condition)."""
        for block in blocks:
            if not pending:
                break
            pending = getattr(self, block["kind"], self.activity)(xml, block, pending)
        return pending

    def element(self, xml, tag, identity, pending, **attributes):
        node = sub(xml, tag, id=identity, **attributes)
        self.connect(xml, pending, node)
        return node

    # Events

    def catch(self, xml, block, pending):
        node = self.element(xml, "intermediateCatchEvent", block["id"], pending)
        self.definition(node, block["event"], throwing=False)
        return [(node, None)]

    def throw(self, xml, block, pending):
        node = self.element(xml, "intermediateThrowEvent", block["id"], pending)
        self.definition(node, block["event"], throwing=True)
        return [(node, None)]

    def stop(self, xml, block, pending):
        node = self.element(xml, "endEvent", block["id"], pending)
        self.definition(node, block["event"], throwing=True)
        return []

    def definition(self, node, event, throwing):
        kind = event["type"]
        if kind == "none":
            return
        if kind in TIMERS:
            sub(sub(node, "timerEventDefinition", id=f"{node.get('id')}_time"), TIMERS[kind], event["text"])
            return
        xml = sub(node, f"{kind}EventDefinition", id=f"{node.get('id')}_event")
        if kind == "message":
            xml.set("messageRef", event["name"])
            self.message_extensions(xml, event["name"], throwing)
        elif kind == "signal":
            xml.set("signalRef", event["name"])
        elif kind == "conditional":
            sub(xml, "condition", event["text"])
        elif kind in CODED and event["code"]:
            xml.set(f"{kind}Ref", event["code"])

    def message_extensions(self, xml, name, throwing):
        if self.spiff and self.model["payload_on"] == "event":
            extension(xml, "messagePayload" if throwing else "messageVariable", PAYLOAD if throwing else f"got_{name}")

    # Gateways

    def exclusive(self, xml, block, pending):
        gate = self.element(xml, "exclusiveGateway", block["id"], pending)
        ends = self.branches(xml, block, [(gate, b["condition"] or "default") for b in block["branches"]])
        return self.joined(xml, "exclusiveGateway", block, ends) if block["join"] else ends

    def parallel(self, xml, block, pending):
        gate = self.element(xml, "parallelGateway", block["id"], self.merged(xml, block, pending))
        return self.joined(xml, "parallelGateway", block, self.branches(xml, block, [(gate, None)] * 9))

    def inclusive(self, xml, block, pending):
        gate = self.element(xml, "inclusiveGateway", block["id"], self.merged(xml, block, pending))
        ends = self.branches(xml, block, [(gate, b["condition"] or "default") for b in block["branches"]])
        return self.joined(xml, "inclusiveGateway", block, ends)

    def fork(self, xml, block, pending):
        """Several flows out of a start element, or a parallel gateway; each path ends by itself."""
        task = pending[0][0]
        if len(pending) > 1 or not task.tag.endswith("startEvent"):
            task = self.element(xml, "parallelGateway", block["id"], self.merged(xml, block, pending))
        for number, branch in enumerate(block["branches"]):
            self.finish(xml, self.sequence(xml, branch["body"], [(task, None)]), f"{block['id']}_end{number}")
        return []

    def event_based(self, xml, block, pending):
        gate = self.element(xml, "eventBasedGateway", block["id"], pending)
        ends = []
        for number, branch in enumerate(block["branches"]):
            name = f"{block['id']}_{number}"
            if branch.get("receive"):
                node = self.element(xml, "receiveTask", name, [(gate, None)], messageRef=branch["event"]["name"])
                self.message_extensions(node, branch["event"]["name"], throwing=False)
            else:
                node = self.element(xml, "intermediateCatchEvent", name, [(gate, None)])
                self.definition(node, branch["event"], throwing=False)
            ends += self.sequence(xml, branch["body"], [(node, None)])
        return self.joined(xml, "exclusiveGateway", block, ends) if block["join"] else ends

    def flow_loop(self, xml, block, pending):
        """Flows back until its counter has come far enough."""
        name = block["id"]
        first = self.element(xml, "scriptTask", f"{name}_first", pending)
        sub(first, "script", f"n_{name} = 0")
        merge = self.element(xml, "exclusiveGateway", f"{name}_again", [(first, None)])
        ends = self.sequence(xml, block["body"], [(merge, None)])
        if not ends:
            return []
        count = self.element(xml, "scriptTask", f"{name}_count", ends)
        sub(count, "script", f"n_{name} = n_{name} + 1")
        split = self.element(xml, "exclusiveGateway", f"{name}_split", [(count, None)])
        self.connect(xml, [(split, f"n_{name} < {block['times']}")], merge)
        return [(split, "default")]

    def merged(self, xml, block, pending):
        """One open end: a gateway with several would join them."""
        if len(pending) == 1:
            return pending
        return [(self.element(xml, "exclusiveGateway", f"{block['id']}_merge", pending), None)]

    def branches(self, xml, block, starts):
        ends = []
        for branch, start in zip(block["branches"], starts):
            ends += self.sequence(xml, branch["body"], [start])
        return ends

    def joined(self, xml, tag, block, ends):
        return [(self.element(xml, tag, f"{block['id']}_join", ends), None)] if ends else []

    # Activities

    def activity(self, xml, block, pending):
        kind = block["kind"]
        if kind == "subprocess":
            tag = "transaction" if block.get("transaction") else "subProcess"
            node = self.element(xml, tag, block["id"], pending)
        else:
            node = self.element(xml, TASKS[kind], block["id"], pending)
        if kind == "script":
            sub(node, "script", block["text"])
        elif kind in ("send", "receive"):
            node.set("messageRef", block["name"])
            self.message_extensions(node, block["name"], throwing=kind == "send")
        elif kind == "call":
            node.set("calledElement", block["called"])
        elif kind == "service":
            operator = extension(node, "serviceTaskOperator", id=block["operator"], resultVariable="answer")
            sub(sub(operator, "parameters", None, SPIFF), "parameter", None, SPIFF, id="x", type="int", value="v0")
        if self.spiff:
            for script, name in (("pre", "preScript"), ("post", "postScript")):
                if block.get(script):
                    extension(node, name, block[script])
        self.associations(node, block)
        if block.get("loop"):
            self.loop(node, block["loop"])
        if kind == "subprocess":
            self.scope(node, block, block.get("scope_name", block["id"]), start=block.get("start"))
        ends = [(node, None)]
        for boundary in block.get("around", []):
            ends += self.boundary(xml, node, boundary)
        return ends

    def associations(self, node, block):
        for name in block.get("reads", []):
            sub(sub(node, "dataInputAssociation", id=f"{node.get('id')}_reads"), "sourceRef", f"{name}_ref")
        for name in block.get("writes", []):
            sub(sub(node, "dataOutputAssociation", id=f"{node.get('id')}_writes"), "targetRef", f"{name}_ref")

    def loop(self, node, loop):
        if loop["kind"] == "standard":
            xml = sub(node, "standardLoopCharacteristics", testBefore=str(bool(loop.get("before"))).lower())
            if loop.get("maximum") is not None:
                xml.set("loopMaximum", str(loop["maximum"]))
            if loop.get("until"):
                sub(xml, "loopCondition", loop["until"])
            return
        xml = sub(node, "multiInstanceLoopCharacteristics", isSequential=str(loop["kind"] == "sequential").lower())
        if "count" in loop:
            sub(xml, "loopCardinality", loop["count"])
        else:
            sub(xml, "loopDataInputRef", loop["over"])
            if loop.get("into"):
                sub(xml, "loopDataOutputRef", loop["into"])
            sub(xml, "inputDataItem", id="x", name="x")
            if loop.get("into"):
                sub(xml, "outputDataItem", id="y", name="y")
        if loop.get("until"):
            sub(xml, "completionCondition", loop["until"])

    def boundary(self, xml, host, spec):
        node = sub(xml, "boundaryEvent", id=spec["id"], attachedToRef=host.get("id"),
                   cancelActivity=str(not spec["beside"]).lower())  # fmt: skip
        self.definition(node, spec["event"], throwing=False)
        ends = self.sequence(xml, spec["body"], [(node, None)])
        if spec["merge"]:
            return ends
        self.finish(xml, ends, f"{spec['id']}_end")
        return []
