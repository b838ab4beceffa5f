#!/usr/bin/env python3
"""Properties that a client library may refuse to read, between good messages on two queues of one connection: nested deeper
than any limit, or longer than a frame by what the broker adds. Each ends in words or is applied, and stops nothing else, also
when the bridge is killed in the middle."""
import json
import secrets
import struct

import pika

from bridge import Bridge
from checks import main, until
from properties import MODEL, same, text
from property_list import Raw, decode, encode, header, long, short

GOOD = 150  # on each queue
READ, PASS = b"read", b"pass"
ROOM = 131_052  # what a frame of 128 KiB has for properties


def nested(kind, levels):
    """Arrays, or tables, in each other: the value of a header."""
    head = b"" if kind == "A" else short(b"t")
    step = len(head) + 5
    sizes = [struct.pack(">I", (levels - level) * step) for level in range(1, levels + 1)]
    return sizes[0] + b"".join(head + kind.encode() + size for size in sizes[1:])


DEEP = [("A", 101), ("F", 101), ("A", 26_000), ("F", 18_000)]
# From RabbitMQ 4 on the broker reads them and writes them again, which takes it seconds for each of the deepest.
LESS_DEEP = [("A", 101), ("F", 101), ("A", 1000), ("F", 1000)]


class World:
    def __init__(self, options):
        self.connection = pika.BlockingConnection(pika.URLParameters(options.broker + "?heartbeat=0"))
        self.channel = self.connection.channel()
        self.version = int(self.connection._impl.server_properties["version"].split(".")[0])
        self.name = f"client.{secrets.token_hex(4)}"
        self.queues = {f"{self.name}.classic": "classic", f"{self.name}.quorum": "quorum"}
        self.heard, self.exchange, self.late = f"{self.name}.heard", f"{self.name}.x", f"{self.name}.late"
        self.channel.confirm_delivery()
        self.channel.exchange_declare(self.exchange, "topic", durable=True)
        self.channel.queue_declare(self.heard, durable=True)
        self.channel.queue_bind(self.heard, self.exchange, "#")
        self.sent = []

    def configuration(self, options):
        options.folder.mkdir(parents=True, exist_ok=True)
        model = options.folder / "echo.bpmn"
        model.write_text(MODEL)
        routes = "".join(
            f"""  - queue: {queue}\n    type: {type}\n"""
            """    payload: '{"id": message_id, "x": headers["x"] if reply_to == "read" else 0}'\n"""
            for queue, type in self.queues.items())
        return (
            f'broker: {{ url: "{options.broker}" }}\nstore: {{ path: bridge.sqlite }}\nprocesses: [ "{model}" ]\n'
            f"inbound:\n{routes}outbound:\n  - exchange: {self.exchange}\n")

    @staticmethod
    def encoded(id, reply_to, headers):
        return encode({
            "type": short(b"go"), "message_id": short(id.encode()), "reply_to": short(reply_to),
            "delivery_mode": b"\2"}, headers)

    def send(self, queue, reply_to, headers):
        id = secrets.token_hex(6)
        encoded = self.encoded(id, reply_to, headers)
        self.channel.basic_publish("", queue, b"{}", Raw(encoded))
        return id, encoded

    def take(self, queue):
        """Everything in it."""
        while True:
            method, properties, body = self.channel.basic_get(queue, auto_ack=True)
            if not method:
                return
            yield properties.encoded, body

    def close(self):
        for queue in (*self.queues, *(f"{queue}.dead" for queue in self.queues), self.heard, self.late):
            self.channel.queue_delete(queue)
        self.channel.exchange_delete(self.exchange)
        self.connection.close()


def fill(world):
    """Good ones and poison in turn on each queue: the ids of what is applied, and of each dead letter what was sent."""
    applied, dead = set(), {}
    for queue in world.queues:
        for number in range(GOOD):
            applied.add(world.send(queue, READ, [header(b"x", "I", struct.pack(">i", number))])[0])
            if number % 10 == 5:
                kind, levels = (DEEP if world.version < 4 else LESS_DEEP)[number // 10 % len(DEEP)]
                field = [header(b"x", kind, nested(kind, levels))]
                applied.add(world.send(queue, PASS, field)[0])
                id, encoded = world.send(queue, READ, field)
                dead[id] = queue, encoded
    return applied, dead


def oversize(world, queue, reply_to):
    """A message whose headers filled a frame before the broker added its own: what died elsewhere comes with more."""
    world.channel.queue_declare(world.late, durable=True, arguments={
        "x-message-ttl": 0, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue})
    before = depth(world, queue)
    headers = [header(b"x", "A", nested("A", 101)), header(b"big", "x", long(b""))]
    rest = ROOM - len(world.encoded(secrets.token_hex(6), reply_to, headers))
    id, _ = world.send(world.late, reply_to, [headers[0], header(b"big", "x", long(bytes(rest)))])
    until(lambda: depth(world, queue) > before, 10)
    world.channel.queue_delete(world.late)
    return id


def depth(world, queue):
    return world.channel.queue_declare(queue, passive=True).method.message_count


def run(options, checks):
    world = World(options)
    try:
        with Bridge(options.binary, options.folder / "poison", world.configuration(options)) as bridge:
            if not checks.that("the bridge consumes", consumes(world, bridge), bridge.tail()):
                return
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
            applied, dead = fill(world)
            applied |= {oversize(world, queue, PASS) for queue in world.queues}
            parked = {oversize(world, queue, READ) for queue in world.queues}
            bridge.start()
            checks.that("it has begun", until(lambda: depth(world, world.heard) > 0, 60), bridge.tail())
            bridge.kill()
            bridge.start()
            outcome(checks, world, bridge, applied, dead)
            too_long(checks, bridge, parked)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
    finally:
        world.close()


def consumes(world, bridge):
    def consumers(queue):
        try:
            return world.channel.queue_declare(queue, passive=True).method.consumer_count
        except pika.exceptions.ChannelClosedByBroker:
            world.channel = world.connection.channel()
            world.channel.confirm_delivery()
    return until(lambda: all(map(consumers, world.queues)) or not bridge.running(), 60) and bridge.running()


def outcome(checks, world, bridge, applied, dead):
    heard, letters = {}, {}

    def all_there():
        for _, body in world.take(world.heard):
            answer = json.loads(body)
            heard[answer["id"]] = answer["x"]
        for queue in world.queues:
            for encoded, body in world.take(f"{queue}.dead"):
                letters[decode(encoded)[0]["message_id"][1:].decode()] = queue, encoded, body
        return applied <= heard.keys() and dead.keys() <= letters.keys()

    until(all_there, 60)
    checks.equal("every message that is good, or whose poison nothing reads, is applied", applied - heard.keys(), set())
    checks.equal("nothing else is", heard.keys() - applied, set())
    checks.equal("what reads the poison fails for that message, and no other", letters.keys() ^ dead.keys(), set())
    for id, (queue, sent) in list(dead.items()):
        if id not in letters:
            continue
        at, seen, body = letters[id]
        own = {name[1:].decode(): field for name, field in decode(seen)[1]}
        reason = text(own, "x-bridge-reason")
        checks.that("a dead letter tells the header and why", "header x" in reason and "nested deeper" in reason, reason)
        checks.equal("… lies at its own queue's, with its body", (at, body), (queue, b"{}"))
        # A quorum queue sorts the headers, and adds one; RabbitMQ 4 itself makes other bytes of them.
        if world.queues[queue] == "classic" and world.version < 4:
            same(checks, "…", seen, sent)
    lost = [line for line in bridge.text().splitlines() if "not consuming" in line or "not publishing" in line]
    checks.equal("the connection was never lost", lost, [])
    checks.equal("nothing stays in the queues", [depth(world, queue) for queue in world.queues], [0, 0])


def too_long(checks, bridge, ids):
    """What would be a dead letter and does not fit a frame is parked, and told."""
    _, said = bridge.once("parked", "--config", str(bridge.configuration), "--json")
    rows = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    checks.equal("a dead letter longer than a frame is parked", {row.get("message_id") for row in rows}, ids)
    checks.that("… with why", all("bytes of a frame" in row["reason"] for row in rows), rows)


if __name__ == "__main__":
    main(run)
