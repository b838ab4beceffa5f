"""Writes a tree of blocks as BPMN XML."""

import itertools

from models import decisions
from models import xml as writing
from models.activity_xml import ActivityXML
from models.elements import KEYS, LOOSE
from models.event_xml import PAYLOAD, EventXML
from models.gateway_xml import GatewayXML
from models.xml import extension, names, sub

MESSAGES = ("go", "m0", "m1", "m2")
CODED = {"error": ("E1", "E2"), "escalation": ("X1", "X2")}


def files(model, name="model"):
    """The names and texts of the model's files: the process with what it calls, and what is called elsewhere."""
    here = {called: spec for called, spec in model["called"].items() if not spec.get("file")}
    found = {f"{name}.bpmn": Diagram(model, {"p": model, **here}).text()}
    for called, spec in model["called"].items():
        if spec.get("file"):
            found[f"{name}_{called}.bpmn"] = Diagram(model, {called: spec}).text()
    return found | decisions.files(found, name)


class Diagram(EventXML, GatewayXML, ActivityXML):
    """One file: the definitions and processes."""

    def __init__(self, model, processes):
        self.model = model
        self.spiff = model["dialect"] == "spiff"
        self.flows = 0
        self.root = writing.root()
        self.definitions(next(iter(processes)))
        for name, spec in processes.items():
            self.process(name, spec)

    def text(self):
        return writing.text(self.root)

    def process(self, name, spec):
        xml = sub(self.root, "process", id=name, isExecutable="true")
        for own in spec.get("objects", []):
            sub(xml, "dataObject", id=own, name=own)
            sub(xml, "dataObjectReference", id=f"{own}_ref", dataObjectRef=own)
        if spec.get("inputs") or spec.get("outputs"):
            names(xml, spec.get("inputs"), spec.get("outputs"))
        self.scope(xml, spec, spec.get("scope_name", name), start=spec.get("start"))
        if self.model["lanes"]:
            self.lanes(xml, name)

    def lanes(self, xml, name):
        lanes = [sub(sub(xml, "laneSet", id=f"{name}_lanes"), "lane", id=f"{name}_lane", name="clerks")]
        lanes.append(sub(xml[-1], "lane", id=f"{name}_lane2", name="others"))
        nodes = [node for node in xml if node.tag.rpartition("}")[2].endswith(("Event", "Task", "task", "Gateway", "Process", "Activity"))]
        for node, lane in zip(nodes, itertools.cycle(lanes)):
            sub(lane, "flowNodeRef", node.get("id"))

    def properties(self):
        if self.model["keys"] == LOOSE:
            return ["id"]
        return [name for key in KEYS[self.model["keys"]] for name in key]

    def definitions(self, process):
        keys = KEYS[self.model["keys"]]
        if keys:
            room = sub(self.root, "collaboration", id="room")
            sub(room, "participant", id="pool", processRef=process)
            for number, key in enumerate(keys):
                xml = sub(room, "correlationKey", id=f"key{number or ''}", name=f"key{number or ''}")
                for name in key:
                    sub(xml, "correlationPropertyRef", name)
        for name in self.properties():
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
