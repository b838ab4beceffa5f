#!/usr/bin/env python3
"""What senders, models and operators write cannot forge a line, steer a terminal or be endless, wherever it is shown."""
import json
import re
import subprocess

import pika

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
                watched(checks, form, shop, bridge)
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


def watched(checks, form, shop, bridge):
    """`watch` shows what anybody may publish to an exchange of the bridge."""
    long = HOSTILE + "z" * 60_000
    letters = [
        (f"nobody {HOSTILE}"[:100], f'{{"a": "{HOSTILE}', {}, 1),
        (HOSTILE[:100], json.dumps({HOSTILE: HOSTILE}, ensure_ascii=False), {
            "x-process": HOSTILE, "x-process-instance": HOSTILE, "x-sequence": HOSTILE, "x-event": "task", HOSTILE: 1,
            "x-correlation": {"task": {"id": HOSTILE}}}, 2**63 - 1),
        ("t", long, {"x-process": long, "x-sequence": [HOSTILE], "x-event": HOSTILE}, 2**64 - 1),
        ("t", b"\xff\x9b31m\n2026-01-01T00:00:00Z CRITICAL forged=line", {"x-process": 1, "x-sequence": {HOSTILE: 2}}, 0),
    ]
    for arguments in ([], ["--json"]):
        process = subprocess.Popen(
            [bridge.binary, "watch", "--config", str(bridge.configuration), "--count", str(len(letters)), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said = process.stderr.readline()  # it says when it listens
        for type, body, headers, time in letters:
            shop.channel.basic_publish(shop.outward, HOSTILE[:80], body, pika.BasicProperties(
                type=type, message_id=HOSTILE[:80], headers=headers, timestamp=time))
        try:
            shown, noted = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            shown, noted = process.communicate()
        what = " ".join([f"{form}: watch", *arguments])
        checks.equal(f"{what}: exit 0", process.returncode, 0)
        safe(checks, what, shown.decode(errors="replace"), lines=len(letters), longest=10_000_000 if arguments else 30_000)
        safe(checks, f"{what}: what it notes", (said + noted).decode(errors="replace"))
        checks.that(f"{what}: tells what was there", b"\\u" in shown and b"forged" in shown, shown[:200])
        if arguments:
            lines = [json.loads(line) for line in shown.decode().splitlines()]
            checks.equal(f"{what}: it means what was sent", [line["type"] for line in lines], [each[0] for each in letters])
            checks.equal(f"{what}: … the headers, too", lines[1]["headers"], letters[1][2])


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
