#!/usr/bin/env python3
"""Properties and headers of every type: what nothing reads decides nothing, what is read is its value or fails by its
name, and a dead letter has all of them as they came, byte for byte."""
import json
import secrets
import struct

import pika

from bridge import Bridge
from checks import main, until
from property_list import PROPERTIES, Raw, decode, encode, every_header, header, long, short

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="x">
  <bpmn:message id="go" name="go"/><bpmn:message id="gone" name="gone"/>
  <bpmn:process id="echo" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:messageEventDefinition id="sd" messageRef="go"><bpmn:extensionElements>
      <spiffworkflow:messageVariable>m</spiffworkflow:messageVariable>
    </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
    <bpmn:endEvent id="e"><bpmn:messageEventDefinition id="ed" messageRef="gone"><bpmn:extensionElements>
      <spiffworkflow:messagePayload>m</spiffworkflow:messagePayload>
    </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:endEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>
  </bpmn:process>
</bpmn:definitions>"""


class World:
    def __init__(self, options):
        self.channel = pika.BlockingConnection(pika.URLParameters(options.broker + "?heartbeat=0")).channel()
        self.name = f"client.{secrets.token_hex(4)}"
        self.queue, self.dead, self.plain = self.name, f"{self.name}.dead", f"{self.name}.plain"
        self.heard, self.exchange = f"{self.name}.heard", f"{self.name}.x"
        self.channel.confirm_delivery()
        self.channel.exchange_declare(self.exchange, "topic", durable=True)
        for queue in (self.heard, self.plain):
            self.channel.queue_declare(queue, durable=True)
        self.channel.queue_bind(self.heard, self.exchange, "#")

    def configuration(self, options, extra):
        options.folder.mkdir(parents=True, exist_ok=True)
        model = options.folder / "echo.bpmn"
        model.write_text(MODEL)
        return (
            f'broker: {{ url: "{options.broker}" }}\nstore: {{ path: bridge.sqlite }}\nprocesses: [ "{model}" ]\n'
            f"inbound:\n  - queue: {self.queue}\n    type: classic\n{extra}outbound:\n  - exchange: {self.exchange}\n")

    def ready(self, bridge):
        def consumers():
            try:
                return self.channel.queue_declare(self.queue, passive=True).method.consumer_count
            except pika.exceptions.ChannelClosedByBroker:
                self.channel = self.channel.connection.channel()
                self.channel.confirm_delivery()
        return until(lambda: consumers() or not bridge.running(), 60) and bridge.running()

    def send(self, encoded, body=b"{}", queue=None):
        self.channel.basic_publish("", queue or self.queue, body, Raw(encoded))

    def next(self, queue, seconds=30):
        def take():
            method, properties, body = self.channel.basic_get(queue, auto_ack=True)
            return method and (properties.encoded, body)
        return until(take, seconds) or (None, None)

    def passed_on(self, encoded, body=b"{}"):
        """What the broker itself makes of it."""
        self.send(encoded, body, self.plain)
        return self.next(self.plain)[0]

    def close(self):
        for queue in (self.queue, self.dead, self.plain, self.heard):
            self.channel.queue_delete(queue)
        self.channel.exchange_delete(self.exchange)
        self.channel.connection.close()


def same(checks, what, seen, came, user=None, expiration=None, copies=None):
    """The dead letter is what came, but for what the broker would act on, and has headers of ours behind it."""
    if not checks.that(f"{what}: a dead letter", seen is not None):
        return {}
    properties, headers = decode(seen)
    expected, sent = decode(came)
    own = {name[1:].decode(): field for name, field in headers if name[1:].startswith(b"x-bridge-")}
    theirs = [(name, field) for name, field in headers if not name[1:].startswith(b"x-bridge-")]
    for name, property in (("x-bridge-user-id", "user_id"), ("x-bridge-expiration", "expiration")):
        if property in expected:
            held = expected.pop(property)
            checks.equal(f"{what}: … {property} is kept", own.get(name), b"S" + long(held[1:]))
    if copies:
        checks.equal(f"{what}: … CC is kept", own.get("x-bridge-cc"), dict(sent)[short(b"CC")])
        sent = [entry for entry in sent if entry[0] != short(b"CC")]
    expected["delivery_mode"] = b"\x02"
    expected.setdefault("message_id", properties.get("message_id"))
    checks.equal(f"{what}: … every property, byte for byte", properties, expected)
    checks.equal(f"{what}: … every header, byte for byte and in its place", theirs, sent)
    return own


def text(own, name):
    return own.get(name, b"S\0\0\0\0")[5:].decode(errors="replace")


def every_property(**others):
    """With an id of its own, which is no text."""
    return dict(PROPERTIES, message_id=short(b"\xff\x00" + secrets.token_bytes(8)), **others)


def letters(options, checks, world, bridge):
    # A classic queue: a quorum queue sorts the headers, and adds one.
    encoded = encode(every_property(), list(every_header()))
    body = b"\xff{\x00"
    world.send(encoded, body)
    seen, got = world.next(world.dead)
    own = same(checks, "every type", seen, world.passed_on(encoded, body))
    checks.equal("every type: … and the body", got, body)
    checks.equal("every type: … and why", text(own, "x-bridge-stage"), "decode")
    acted = every_property(user_id=short(b"guest"), expiration=short(b"600000"))
    acted["delivery_mode"] = b"\x01"
    copied = [header(b"CC", "A", long(b"S" + long(world.plain.encode())))] + list(every_header())
    world.send(encode(acted, copied), body)
    came, _ = world.next(world.plain)
    same(checks, "what the broker acts on", world.next(world.dead)[0], came, copies=True)
    for what, list_ in [("no properties", encode({}, None)), ("an empty table", encode({}, []))]:
        world.send(list_, body)
        same(checks, what, world.next(world.dead)[0], world.passed_on(list_, body))
    # A frame of 128 KiB has room for so many bytes of properties.
    for room in (131052, 131052 - 80, 131052 - 2000):
        few = {"content_type": short(b"text/xml"), "message_id": short(secrets.token_bytes(8)), "delivery_mode": b"\x02"}
        rest = room - len(encode(few, [])) - len(b"".join(header(b"big", "x", long(b""))))
        full = encode(few, [header(b"big", "x", long(bytes([7]) * rest))])
        world.send(full, body)
        seen, _ = world.next(world.dead)
        own = same(checks, f"a list of {room} bytes", seen, world.passed_on(full, body))
        checks.that(f"a list of {room} bytes: … with a reason if there is room", own or room > 131000, own)
    # Through the store, and a new start.
    held = every_property()
    held["type"] = short(b"nobody")
    held = encode(held, list(every_header()))
    world.send(held)
    world.send(encode(every_property(), []))
    checks.that("the one behind what is held goes on", world.next(world.heard)[1] == b"{}", bridge.tail())
    bridge.kill()
    bridge.start()
    seen, got = world.next(world.dead)
    own = same(checks, "expired", seen, world.passed_on(held))
    checks.equal("expired: … and the body", got, b"{}")


VALUES = [
    ("D", b"\0\xff\xff\xff\xfd", -3), ("D", b"\1\xff\xff\xff\xfa", -0.6), ("D", b"\2\0\0\x07\xcf", 19.99),
    ("D", b"\2\0\0\x04\xb0", 12.0), ("D", b"\x0a\x7f\xff\xff\xff", 0.2147483647), ("D", b"\0\x80\0\0\0", -(2**31)),
    ("b", b"\x80", -128), ("B", b"\x80", 128), ("T", b"\0" * 7 + b"\7", 7), ("x", long(b"\1\2\3"), "AQID"),
    ("S", long(b"\xff\xfe"), "//4="), ("f", struct.pack(">f", 1.5), 1.5), ("V", b"", None), ("A", long(b"t\1"), [True]),
]
NONE = [
    ("T", b"\xff" * 8, "2^63"), ("T", struct.pack(">q", -315619200), "2^63"), ("L", b"\x80" + bytes(7), "2^63"),
    ("F", None, "deeper"), ("F", long(short(b"\xff") + b"V"), "UTF-8"),
    ("F", long(2 * (short(b"a") + b"V")), "twice"),
]


def values(options, checks, world):
    world.channel.queue_purge(world.heard)  # what the one before has sent twice
    def send(kind, content, type):
        properties = {"type": short(b"go"), "reply_to": short(type), "message_id": short(secrets.token_hex(4).encode())}
        world.send(encode(properties, [header(b"x", kind, content)]))

    for kind, content, value in VALUES:
        send(kind, content, b"read")
        seen = world.next(world.heard)[1]
        checks.equal(f"{kind} {content[:5].hex()} is read", seen and json.loads(seen), {"x": value})
    deep = b""
    for _ in range(20):
        deep = short(b"in") + b"F" + long(deep)
    for kind, content, why in NONE:
        content = long(deep) if content is None else content
        send(kind, content, b"pass")
        seen = world.next(world.heard)[1]
        checks.equal(f"{kind} {content[:5].hex()}: not read, it goes through", seen and json.loads(seen), {"x": 0})
        send(kind, content, b"read")
        seen = world.next(world.dead)[0]
        own = {name[1:].decode(): field for name, field in decode(seen)[1]} if seen else {}
        reason, expression = text(own, "x-bridge-reason"), text(own, "x-bridge-expression")
        checks.that(f"… read, it fails and is named", "header x" in reason and why in reason, reason)
        checks.that("… with the expression", "headers[" in expression and expression not in reason, own)


def run(options, checks):
    world = World(options)
    try:
        extra = "    unmatched: { hold: 3s, then: dead }\n"
        with Bridge(options.binary, options.folder / "letters", world.configuration(options, extra)) as bridge:
            if checks.that("the bridge consumes", world.ready(bridge), bridge.tail()):
                letters(options, checks, world, bridge)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        extra = """    payload: '{"x": headers["x"] if reply_to == "read" else 0}'\n"""
        with Bridge(options.binary, options.folder / "values", world.configuration(options, extra)) as bridge:
            if checks.that("the bridge consumes", world.ready(bridge), bridge.tail()):
                values(options, checks, world)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
    finally:
        world.close()


if __name__ == "__main__":
    main(run)
