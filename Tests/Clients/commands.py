#!/usr/bin/env python3
"""The commands beside `run`: check, send, watch, and what they end with."""
import json
import pathlib
import re
import signal
import subprocess

from bridge import Bridge
from checks import main, until
from shop import Shop

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "config" / "bridge.yaml"
DECIDING = EXAMPLE.parents[1] / "Tests/Fixtures/Simulation/deviations/decision_words"
DECISIONS = f"""
broker: {{ url: "amqp://127.0.0.1/" }}
store: {{ path: bridge.sqlite }}
processes: [ "{DECIDING}/model.bpmn", "{DECIDING}/rules.dmn" ]
inbound: [ {{ queue: orders }} ]
outbound: [ {{ exchange: workflow }} ]
"""
THROWING = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <bpmn:message id="begin" name="begin"/><bpmn:signal id="bell" name="bell"/><bpmn:error id="er" name="broken" errorCode="E1"/>
  <bpmn:process id="thrower" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="begin"/></bpmn:startEvent>
    <bpmn:intermediateThrowEvent id="t"><bpmn:signalEventDefinition signalRef="bell"/></bpmn:intermediateThrowEvent>
    <bpmn:endEvent id="e"><bpmn:errorEventDefinition errorRef="er"/></bpmn:endEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e"/>
  </bpmn:process></bpmn:definitions>
"""
ORDER = {"order_id": "C-1", "lines": [{"sku": "mug", "quantity": 1, "price": 250}]}


class Watch:
    """`bpmn-bridge watch` in the background."""

    def __init__(self, bridge, *arguments):
        self.process = subprocess.Popen(
            [bridge.binary, "watch", "--config", str(bridge.configuration), *arguments], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.process.stderr.readline()  # it says when it listens

    def end(self, signal_number=None):
        if signal_number:
            self.process.send_signal(signal_number)
        try:
            printed, _ = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            printed, _ = self.process.communicate()
        return self.process.returncode, printed.splitlines()


def check(checks, bridge, options):
    status, said = bridge.once("check", "--config", str(EXAMPLE))
    checks.equal("check, the example: exit 0", status, 0)
    for line in ("order_placed", "payment_received", "payment_requested", "order_shipped", "order_cancelled"):
        checks.that(f"check, the example: shows {line} with its route", any(
            line in each and ("queue orders" in each or "exchange workflow" in each) for each in said.splitlines()), said)
    checks.that("check, the example: no warning", "warning" not in said, said)
    (options.folder / "decisions.yaml").write_text(DECISIONS)
    status, said = bridge.once("check", "--config", str(options.folder / "decisions.yaml"))
    checks.that("check, a model with a decision: shows it", status == 0 and "decides by rules (UNIQUE, rules: 3)  at decide" in said, said)
    unrouted(checks, bridge, options.folder)
    status, said = bridge.once("check", "--config", str(EXAMPLE), "--broker", "amqp://127.0.0.1:1/", "--connect")
    checks.equal("check --connect without a broker: exit 1", status, 1)
    checks.that("check --connect without a broker: says why", "127.0.0.1:1" in said, said)


def unrouted(checks, bridge, folder):
    """What a model can throw and nobody takes is warned of, each by its name."""
    (folder / "throwing.bpmn").write_text(THROWING)
    for routes, taken in (("", ()), ("{ exchange: w }", ("bell", "E1")), ("{ exchange: w, deliver: inward }", ()),
                          ("{ exchange: w, match: { event: signal } }", ("bell",)),
                          ("{ match: { event: error }, discard: true }", ("E1",))):
        (folder / "throwing.yaml").write_text(
            f'broker: {{ url: "amqp://127.0.0.1/" }}\nprocesses: throwing.bpmn\noutbound: [ {routes} ]\n')
        _, said = bridge.once("check", "--config", str(folder / "throwing.yaml"))
        warned = {name for name in ("bell", "E1") if any(
            line.startswith("warning: no outbound route and no process takes") and name in line for line in said.splitlines())}
        checks.equal(f"check, outbound [ {routes} ]: warns of what goes nowhere", sorted(warned), sorted({"bell", "E1"} - set(taken)))


def usage(checks, bridge):
    for arguments in (
            ["send"], ["run", "--unknown"], ["simulate"], ["nonsense"], ["send", "x", "--payload", "{"],
            ["send", "x", "--timeout=9223372036854775807"], ["parked", "--limit=-1"], ["instances", "--limit=-1"],
            ["watch", "--count=0"]):
        status, said = bridge.once(*arguments, *(["--config", str(bridge.configuration)] if len(arguments) > 2 else []))
        checks.that(f"wrong usage {' '.join(arguments)}: exit 64, and says so", status == 64 and said, f"{status} {said}")
    checks.equal("--help: exit 0", bridge.once("--help")[0], 0)


def stranger(checks, bridge, broker):
    """What only a person can fix is not waited for."""
    url = re.sub("//[^@/]*@", "//nobody:nothing@", broker)
    for arguments in (["watch"], ["send", "x", "--timeout", "2"], ["check", "--connect"]):
        status, said = bridge.once(*arguments, "--config", str(bridge.configuration), "--broker", url, seconds=20)
        checks.that(f"{arguments[0]} as an unknown user: exit 1, and says so",
                    status == 1 and "does not know this user" in said and "nothing@" not in said, f"{status} {said}")


def send(checks, bridge, shop):
    def sends(name, payload, *arguments):
        return bridge.once("send", name, "--config", str(bridge.configuration), "--payload", payload, *arguments)

    # Two watchers, each with a queue of its own; neither takes from the other or from a consumer.
    text, lines = Watch(bridge), Watch(bridge, "--json", "--count", "2")
    for _ in range(2):  # the same id twice: once
        status, said = sends("order_placed", json.dumps(ORDER), "--message-id", "the-order")
        checks.equal("send: exit 0", status, 0)
    _, asked, body = shop.hears("payment_requested")
    checks.equal("send: the process asks for payment once", body, {"order_id": "C-1", "amount": 250})
    checks.equal("send --message-id: is what caused it", asked.headers.get("x-caused-by"), "the-order")
    status, _ = sends("payment_received", '{"amount": 250}', "--instance", asked.correlation_id)
    checks.equal("send --instance: exit 0", status, 0)
    _, _, body = shop.hears("order_shipped")
    checks.equal("send --instance: reaches it without the order's number", body, {"order_id": "C-1", "paid": 250})
    status, printed = lines.end()
    checks.equal("watch --count 2: ends by itself with 0", status, 0)
    seen = [(each["type"], each["payload"]) for each in map(json.loads, printed)]
    checks.equal("watch --json: both publications", seen, [
        ("payment_requested", {"order_id": "C-1", "amount": 250}), ("order_shipped", {"order_id": "C-1", "paid": 250})])
    status, printed = text.end(signal.SIGINT)
    checks.equal("watch: Ctrl-C: exit 0", status, 0)
    checks.that("watch: a line each, with instance and name", len(printed) == 2 and all(
        asked.correlation_id in line and name in line
        for line, name in zip(printed, ("payment_requested", "order_shipped"))), printed)
    status, said = sends("order_placed", "{}", "--queue", f"{shop.name}.absent")
    checks.that("send to a queue that is not there: exit 1, names it", status == 1 and "absent" in said, said)
    status, said = sends("order_placed", "{}", "--broker", "amqp://127.0.0.1:1/", "--timeout", "2")
    checks.that("send without a broker: exit 1, says where", status == 1 and "127.0.0.1:1" in said, said)


def connect(checks, bridge, shop):
    def compares():
        return bridge.once("check", "--config", str(bridge.configuration), "--connect")

    status, said = compares()
    checks.that("check --connect, all there: exit 0", status == 0, said)
    bridge.stop()
    shop.channel.exchange_delete(shop.outward)
    shop.channel.exchange_declare(shop.outward, "fanout")
    status, said = compares()
    checks.that("check --connect, an exchange of another type: exit 78, names it",
                status == 78 and shop.outward in said, f"{status} {said}")
    bridge.start()
    checks.equal("run on such an exchange: exit 78", until(lambda: bridge.process.poll(), 60), 78)
    checks.that("run on such an exchange: names it", shop.outward in bridge.text().splitlines()[-1], bridge.tail(3))


def run(options, checks):
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration()) as bridge:
        if checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            check(checks, bridge, options)
            usage(checks, bridge)
            stranger(checks, bridge, options.broker)
            send(checks, bridge, shop)
            connect(checks, bridge, shop)


if __name__ == "__main__":
    main(run)
