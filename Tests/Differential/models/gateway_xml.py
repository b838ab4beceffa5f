"""Gateways as XML."""

from models.xml import sub


class GatewayXML:
    """The part of the diagram that writes them."""

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

    def link(self, xml, block, pending):
        """Each branch ends with a throw; behind the catch of that name it goes on. `drawn`: by flows instead of links."""
        gate = self.element(xml, "exclusiveGateway", block["id"], pending)
        ends = self.branches(xml, block, [(gate, b["condition"] or "default") for b in block["branches"]])
        if not ends:
            return []
        throws = []
        for number, end in enumerate(ends):
            throws.append(self.element(xml, "intermediateThrowEvent", f"{block['id']}_throw{number}", [end]))
        if block.get("drawn"):
            return [(self.element(xml, "intermediateThrowEvent", f"{block['id']}_catch", [(t, None) for t in throws]), None)]
        for number, throw in enumerate(throws):
            sub(throw, "linkEventDefinition", id=f"{block['id']}_to{number}", name=block["id"])
        catch = sub(xml, "intermediateCatchEvent", id=f"{block['id']}_catch")
        sub(catch, "linkEventDefinition", id=f"{block['id']}_from", name=block["id"])
        return [(catch, None)]

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

