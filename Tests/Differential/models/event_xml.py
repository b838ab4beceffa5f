"""Catching and throwing elements as XML."""

from models.xml import SPIFF, extension, sub

PAYLOAD = '{"id": id, "part": part, "n": v0}'
TIMERS = {"timer_date": "timeDate", "timer_duration": "timeDuration", "timer_cycle": "timeCycle"}


class EventXML:
    """The part of the diagram that writes them."""

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
        if kind in ("multiple", "parallel_multiple"):
            if kind == "parallel_multiple":
                node.set("parallelMultiple", "true")
            for one in event["events"]:
                self.definition(node, one, throwing)
            return
        identity = f"{node.get('id')}_{kind}_{event.get('name') or event.get('code') or 'event'}"
        if kind in TIMERS:
            sub(sub(node, "timerEventDefinition", id=identity), TIMERS[kind], event["text"])
            return
        xml = sub(node, f"{kind}EventDefinition", id=identity)
        if kind == "message":
            xml.set("messageRef", event["name"])
            self.message_extensions(xml, event["name"], throwing, event.get("own"))
        elif kind == "signal":
            xml.set("signalRef", event["name"])
        elif kind == "conditional":
            sub(xml, "condition", event["text"])
        elif kind in ("error", "escalation") and event["code"]:
            xml.set(f"{kind}Ref", event["code"])

    def message_extensions(self, xml, name, throwing, own=False):
        if self.spiff and self.model["payload_on"] == "event":
            extension(xml, "messagePayload" if throwing else "messageVariable", PAYLOAD if throwing else f"got_{name}")
        if own:
            for prop in self.properties():
                found = extension(xml, "processVariableCorrelation")
                sub(found, "propertyId", prop, SPIFF)
                sub(found, "expression", prop, SPIFF)
