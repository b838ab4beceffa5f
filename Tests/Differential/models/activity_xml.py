"""Tasks, subprocesses and called processes as XML, with their loops and boundary elements."""

from models.xml import SPIFF, extension, names, sub

TASKS = {
    "script": "scriptTask", "user": "userTask", "manual": "manualTask", "plain": "task", "send": "sendTask",
    "receive": "receiveTask", "service": "serviceTask", "rule": "businessRuleTask", "call": "callActivity",
}  # fmt: skip


class ActivityXML:
    """The part of the diagram that writes them."""

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
            operator = extension(node, "serviceTaskOperator", id=block["operator"])
            if block.get("result"):
                operator.set("resultVariable", block["result"])
            sub(sub(operator, "parameters", None, SPIFF), "parameter", None, SPIFF, id="x", type="int", value="v0")
        elif kind == "rule":
            extension(node, "calledDecisionId", block["decision"])
        if self.spiff:
            for script, name in (("pre", "preScript"), ("post", "postScript")):
                if block.get(script):
                    extension(node, name, block[script])
        if block.get("inputs") or block.get("outputs"):
            names(node, block.get("inputs"), block.get("outputs"))
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
