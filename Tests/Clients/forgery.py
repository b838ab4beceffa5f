#!/usr/bin/env python3
"""What senders, models and operators write cannot forge a line, steer a terminal or be endless, wherever it is shown."""
import json
import re
import secrets

from bridge import Bridge
from checks import main, until
from shop import Shop

STEER = "\n\r\t\x07\x1b[2J\x7f\x9b31m\u2028\u2029\u200e\u200f\u061c\u202e\u2066\u2069\ufeff"
HOSTILE = f"x{STEER}2026-01-01T00:00:00Z CRITICAL forged=line"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def safe(checks, what, text, lines=None, longest=30_000):
    """Nothing hostile in it, no line that begins with what was forged, none without end."""
    checks.that(f"{what}: nothing steers", not UNSAFE.search(text), ascii(UNSAFE.findall(text)[:5]))
    forged = [line for line in text.split("\n") if line.startswith("2026-01-01T00:00:00Z")]
    checks.that(f"{what}: no line is forged", not forged, forged)
    checks.that(f"{what}: every line has an end", all(len(line) < longest for line in text.split("\n")))
    if lines is not None:
        checks.equal(f"{what}: lines", len(text.rstrip("\n").split("\n")), lines)


def run(options, checks):
    with Shop(options.broker) as shop:
        for form in ("text", "json"):
            configuration = shop.configuration(extra="unmatched: { hold: 0s, then: park }")
            arguments = ["--log-json"] if form == "json" else []
            bridge = Bridge(options.binary, options.folder / form, configuration)
            bridge.start(arguments=arguments)
            try:
                if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
                    return
                # A payload error with the payload's words, an id, a name, a header; each also without end.
                shop.send(f'{{"a": {HOSTILE}'.encode(), type="order_placed", message_id=f"dead-{form}{HOSTILE}"[:100])
                shop.send({"order_id": HOSTILE}, type=f"nobody {HOSTILE}"[:100], message_id=f"{form} {HOSTILE}"[:100])
                shop.send({"order_id": "1"}, type="order_placed", message_id=f"{form}-2",
                          headers={"x-event": HOSTILE + "y" * 60_000})
                shop.send({"order_id": "1" * 60_000, "lines": HOSTILE}, type="order_placed", message_id=f"{form}-3")
                shop.send({"order_id": "1"}, type="nobody", message_id=f"{form}-4",
                          headers={"x-process-instance": HOSTILE + "z" * 60_000})
                parked = until(lambda: [json.loads(line) for line in everything(bridge)[1].splitlines()
                                        if len(everything(bridge)[1].splitlines()) >= 3], 30)
                if not checks.that("three are parked", parked and len(parked) == 3, parked or bridge.tail()):
                    return
                safe(checks, f"{form}: parked --json", everything(bridge)[1], longest=10_000_000)
                status, text = bridge.once("parked", "--config", str(bridge.configuration))
                safe(checks, f"{form}: parked", text, lines=4, longest=1600)
                for one in parked:
                    safe(checks, f"{form}: parked {one['parked']}",
                         bridge.once("parked", str(one["parked"]), "--config", str(bridge.configuration))[1])
                number = str(parked[0]["parked"])
                safe(checks, f"{form}: retry", bridge.once(
                    "parked", "retry", number, "--config", str(bridge.configuration))[1])
                safe(checks, f"{form}: discard", bridge.once(
                    "parked", "discard", number, "--why", HOSTILE, "--config", str(bridge.configuration))[1])
                safe(checks, f"{form}: instances", bridge.once("instances", "--config", str(bridge.configuration))[1])
                safe(checks, f"{form}: instances ID", bridge.once(
                    "instances", HOSTILE, "--config", str(bridge.configuration))[1])
                checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
                safe(checks, f"{form}: the log", bridge.text(), longest=8000)
                checks.that(f"{form}: the log tells what was there", "\\u" in bridge.text(), bridge.tail())
            finally:
                bridge.kill()
            if form == "json":
                for line in bridge.text().splitlines():
                    if line.startswith("{"):
                        json.loads(line)
        model = options.folder / "hostile.bpmn"
        name = "".join(f"&#{ord(c)};" for c in "x\n\x9b2026-01-01T00:00:00Z forged \u202e")
        model.write_text(bridge_model(name))
        (options.folder / "hostile.yaml").write_text(shop.configuration().replace(
            re.search(r"processes: .*", shop.configuration()).group(), f'processes: [ "{model}" ]'))
        safe(checks, "check", bridge.once("check", "--config", str(options.folder / "hostile.yaml"))[1])
        scenario = options.folder / "scenarios" / "hostile.json"
        scenario.parent.mkdir(exist_ok=True)
        scenario.write_text(json.dumps({
            "models": [str(model)], "process": "p", "steps": [],
            "expect": {"data": {HOSTILE: HOSTILE}, "completed": True}}))
        for arguments in ([str(scenario)], ["--check", str(scenario.parent)], ["--check", str(scenario.parent), "--json"]):
            safe(checks, f"simulate {arguments[0]} {arguments[-1]}", bridge.once("simulate", *arguments)[1])


def everything(bridge):
    return bridge.once("parked", "--json", "--config", str(bridge.configuration))


def bridge_model(name):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <bpmn:message id="m" name="{name}"/>
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:messageEventDefinition id="sd" messageRef="m"/></bpmn:startEvent>
    <bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>
  </bpmn:process>
</bpmn:definitions>"""


if __name__ == "__main__":
    main(run)
