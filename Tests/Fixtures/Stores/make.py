#!/usr/bin/env python3
"""Makes the fixture of one version: a store in which something of every kind lies, with its configuration and models.

    make.py BINARY BROKER NAME      writes Stores/NAME/store.tar.gz and Stores/NAME/facts.json

Made once with the binary of a version, and never again: `Clients/old_store.py` opens it with every later one.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time

import pika

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
QUEUE, HEARD, EXCHANGE, FULL = "fixture.in", "fixture.heard", "fixture.out", "fixture.full"
CONFIGURATION = f"""\
broker: {{ url: "amqp://guest:guest@127.0.0.1:5672/" }}
store: {{ path: bridge.sqlite, dedupe_window: 36500d, keep_completed: 36500d }}
processes: [ "*.bpmn" ]
inbound:
  - queue: {QUEUE}
    type: classic
    unmatched: {{ hold: 876000h, then: park }}
outbound:
  - match: {{ event: message, process: "*", name: lost }}
    exchange: {EXCHANGE}.void
  - match: {{ event: message, process: "*", name: full }}
    exchange: {FULL}
  - match: {{ event: message, process: "*", name: "*" }}
    exchange: {EXCHANGE}
  - match: {{ event: task, process: "*", name: "*" }}
    exchange: {EXCHANGE}
"""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="{id}_file" targetNamespace="http://example.org">')


def start(message, variable):
    return (f'<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="{message}"><bpmn:extensionElements>'
            f'<spiffworkflow:messageVariable>{variable}</spiffworkflow:messageVariable></bpmn:extensionElements>'
            '</bpmn:messageEventDefinition></bpmn:startEvent>')


def catch(message, variable):
    return start(message, variable).replace("startEvent", "intermediateCatchEvent").replace('"s"', f'"{message}_caught"')


def end(message, payload):
    return (f'<bpmn:endEvent id="e"><bpmn:messageEventDefinition messageRef="{message}"><bpmn:extensionElements>'
            f'<spiffworkflow:messagePayload>{payload}</spiffworkflow:messagePayload></bpmn:extensionElements>'
            '</bpmn:messageEventDefinition></bpmn:endEvent>')


def timer(identity, duration):
    return (f'<bpmn:intermediateCatchEvent id="{identity}"><bpmn:timerEventDefinition><bpmn:timeDuration>"{duration}"'
            '</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>')


def model(identity, messages, *elements):
    ids = [element.split('id="')[1].split('"')[0] for element in elements]
    flows = "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(ids, ids[1:]))
    declared = "".join(f'<bpmn:message id="{name}" name="{name}"/>' for name in messages)
    return (HEAD.format(id=identity) + f'{declared}<bpmn:process id="{identity}" isExecutable="true">'
            f'{"".join(elements)}{flows}</bpmn:process></bpmn:definitions>')


MODELS = {
    # Wakes when the fixture is opened, years later as well.
    "nap": model("nap", ["nap_begun", "nap_over"], start("nap_begun", "m"), timer("t", "PT20S"), end("nap_over", "m")),
    # Waits for ever.
    "sleep": model("sleep", ["sleep_begun"], start("sleep_begun", "m"), timer("t", "P36500D"), '<bpmn:endEvent id="e"/>'),
    # Fails in its script while "ok" is false.
    "script": model(
        "script", ["script_begun", "script_over"], start("script_begun", "m"),
        '<bpmn:scriptTask id="x"><bpmn:script>n = 1 / m["n"]</bpmn:script></bpmn:scriptTask>', end("script_over", "m")),
    # Two of them wait for one name without a correlation.
    "twin": model("twin", ["twin_begun", "twin_told"], start("twin_begun", "m"), catch("twin_told", "r"), '<bpmn:endEvent id="e"/>'),
    # Fails when its timer fires: the instance is parked.
    "alarm": model(
        "alarm", ["alarm_begun"], start("alarm_begun", "m"), timer("t", "PT1S"),
        '<bpmn:scriptTask id="x"><bpmn:script>n = 1 / 0</bpmn:script></bpmn:scriptTask>', '<bpmn:endEvent id="e"/>'),
    # Its message goes to an exchange that no queue is bound to: the publication is parked.
    "lost": model("lost", ["lost_begun", "lost"], start("lost_begun", "m"), end("lost", "m")),
    # Its message goes to a queue that is full: the publication stays in the outbox.
    "full": model("full", ["full_begun", "full"], start("full_begun", "m"), end("full", "m")),
    # A person's task: answered by header.
    "ask": model(
        "ask", ["ask_begun", "ask_over"], start("ask_begun", "m"),
        '<bpmn:userTask id="decide" name="Decide"/>', end("ask_over", "m")),
}


class World:
    def __init__(self, binary, broker, folder):
        self.binary, self.broker, self.folder = binary, broker, folder
        self.connection = pika.BlockingConnection(pika.URLParameters(broker))
        self.channel = self.connection.channel()
        self.channel.exchange_declare(EXCHANGE, "topic", durable=True)
        self.channel.queue_declare(HEARD, durable=True)
        self.channel.queue_bind(HEARD, EXCHANGE, "#")
        self.channel.exchange_declare(FULL, "topic", durable=True)
        self.channel.queue_declare(FULL, durable=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
        self.channel.queue_bind(FULL, FULL, "#")
        self.channel.basic_publish("", FULL, b"the only one")
        self.process = None

    def run(self):
        with open(self.folder.parent / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "run", "--config", str(self.folder / "bridge.yaml"), "--broker", self.broker],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.until(lambda: self.consumers() > 0, "the bridge consumes")

    def consumers(self):
        try:
            return self.channel.queue_declare(QUEUE, passive=True).method.consumer_count
        except pika.exceptions.ChannelClosedByBroker:
            self.channel = self.connection.channel()
            return 0

    def until(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"never: {what}")
            time.sleep(0.05)

    def send(self, kind, identity, body, **properties):
        self.channel.basic_publish("", QUEUE, json.dumps(body).encode(), pika.BasicProperties(
            type=kind, message_id=identity, content_type="application/json", delivery_mode=2, **properties))

    def hear(self, name):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            method, properties, body = self.channel.basic_get(HEARD, auto_ack=True)
            if method and properties.type == name:
                return {"id": properties.message_id, "instance": properties.correlation_id,
                        "correlation": (properties.headers or {}).get("x-correlation"), "body": json.loads(body)}
            time.sleep(0.02)
        raise SystemExit(f"never heard: {name}")

    def rows(self, query):
        with tempfile.TemporaryDirectory() as copy:
            for ending in ("", "-wal"):
                shutil.copy(self.folder / f"bridge.sqlite{ending}", copy)
            return sqlite3.connect(f"{copy}/bridge.sqlite").execute(query).fetchall()

    def order(self, order_id, identity):
        self.send("order_placed", identity, {"order_id": order_id, "lines": [{"sku": "mug", "quantity": 1, "price": 300}]})


def make(world):
    facts = {}
    world.run()
    world.order("waits", "waits-placed")
    facts["waits"] = world.hear("payment_requested")
    world.order("shipped", "shipped-placed")
    world.hear("payment_requested")
    world.send("payment_received", "shipped-paid", {"order_id": "shipped", "amount": 300})
    facts["shipped"] = world.hear("order_shipped")
    world.send("payment_received", "early-paid", {"order_id": "early", "amount": 300})
    world.send("nap_begun", "nap-1", {"n": 1})
    world.send("sleep_begun", "sleep-1", {"n": 1})
    world.send("ask_begun", "ask-1", {"n": 1})
    facts["task"] = world.hear("decide")
    world.send("script_begun", "script-1", {"n": 0})
    world.send("twin_begun", "twin-1", {})
    world.send("twin_begun", "twin-2", {})
    world.send("twin_told", "twin-3", {})
    world.send("alarm_begun", "alarm-1", {})
    world.send("lost_begun", "lost-1", {"n": 1})
    world.send("order_placed", "waits-placed", {"order_id": "another", "lines": []})
    world.until(lambda: len(world.rows("SELECT 1 FROM parked")) >= 5, "five things are parked")
    world.send("full_begun", "full-1", {"n": 1})
    world.until(lambda: world.rows("SELECT 1 FROM outbox"), "a publication waits in the outbox")
    return facts


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(64)
    binary, broker, name = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    target = HERE / name
    if target.exists():
        raise SystemExit(f"{target} exists: a version's fixture is made once")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "store"
        folder.mkdir(mode=0o700)
        (folder / "bridge.yaml").write_text(CONFIGURATION)
        shutil.copy(ROOT / "config" / "processes" / "shop.bpmn", folder)
        for file, text in MODELS.items():
            (folder / f"{file}.bpmn").write_text(text)
        world = World(binary, broker, folder)
        try:
            facts = make(world)
        finally:
            if world.process:
                world.process.kill()
                world.process.wait()
            print((folder.parent / "log").read_text()[-3000:])
        facts["parked"] = [list(row) for row in world.rows("SELECT kind, stage, reason FROM parked ORDER BY position")]
        facts["outbox"] = len(world.rows("SELECT 1 FROM outbox"))
        target.mkdir()
        with tarfile.open(target / "store.tar.gz", "w:gz") as archive:
            for file in sorted(folder.iterdir()):
                if file.suffix != ".ballast":
                    archive.add(file, file.name)
        (target / "facts.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
