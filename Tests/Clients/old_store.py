#!/usr/bin/env python3
"""A store, a configuration and models that an older version left behind: opened, gone on with, and numbered rightly.

Every folder of Tests/Fixtures/Stores is the store of one version, in which something of every kind lies (its `make.py`
says what). Nothing of it may be lost, applied a second time, or published under another id.
"""
import json
import pathlib
import tarfile

from bridge import Bridge
from checks import main, until
from shop import Shop

STORES = pathlib.Path(__file__).resolve().parents[1] / "Fixtures" / "Stores"
QUEUE, HEARD, EXCHANGE, FULL = "fixture.in", "fixture.heard", "fixture.out", "fixture.full"


class World(Shop):
    """The broker as the fixture's configuration names it, empty."""

    def __init__(self, url):
        super().__init__(url, listen=False)
        self.orders, self.dead, self.heard = QUEUE, f"{QUEUE}.dead", HEARD
        self.inward, self.outward = "", EXCHANGE
        self.by_id = {}
        for queue in (QUEUE, self.dead, HEARD):
            self.channel.queue_delete(queue)
        for exchange in (EXCHANGE, FULL, f"{EXCHANGE}.void"):
            self.channel.exchange_delete(exchange)
        self.channel.queue_declare(HEARD, durable=True)
        for exchange in (EXCHANGE, FULL):
            self.channel.exchange_declare(exchange, "topic", durable=True)
            self.channel.queue_bind(HEARD, exchange, "#")

    def __exit__(self, *_):
        for queue in (QUEUE, self.dead, HEARD):
            self.channel.queue_delete(queue)
        for exchange in (EXCHANGE, FULL, f"{EXCHANGE}.void"):
            self.channel.exchange_delete(exchange)
        self.connection.close()

    def give(self, kind, identity, body, **properties):
        self.send(body, type=kind, message_id=identity, key=QUEUE, **properties)

    def came(self, identity, seconds=30):
        """The (type, body) that came under this id, and how often it came."""
        until(lambda: self.collect() or identity in self.by_id, seconds)
        return self.by_id.get(identity, [None])

    def collect(self):
        while True:
            method, properties, body = self.channel.basic_get(HEARD, auto_ack=True)
            if method is None:
                return
            self.by_id.setdefault(properties.message_id, []).append((properties.type, json.loads(body)))

    def named(self, kind, body):
        """The ids under which this was published."""
        return [identity for identity, all in self.by_id.items() if (kind, body) in all]


def goes_on(checks, world, bridge, facts):
    waits, shipped = facts["waits"]["instance"], facts["shipped"]["instance"]
    checks.that("what lay in the outbox comes out", until(lambda: world.collect() or world.named("full", {"n": 1}), 30))
    checks.that("a timer that was due fires", until(lambda: world.collect() or world.named("nap_over", {"n": 1}), 30))
    world.give("payment_received", "waits-paid", {"order_id": "waits", "amount": 300})
    checks.equal("an instance goes on under its next number", world.came(f"{waits}/2"),
                 [("order_shipped", {"order_id": "waits", "paid": 300})])
    world.order_of("early")
    checks.that("what was held is delivered", until(
        lambda: world.collect() or world.named("order_shipped", {"order_id": "early", "paid": 300}), 30))
    world.give("decide", "decided", {"yes": True}, headers={
        "x-event": "task", "x-process-instance": facts["task"]["instance"], "x-correlation": facts["task"]["correlation"]})
    answered = facts["task"]["instance"]
    checks.equal("a task is answered", (world.came(f"{answered}/2")[0] or [None])[0], "ask_over")
    world.give("payment_received", "shipped-paid", {"order_id": "shipped", "amount": 300})
    world.order_of("shipped")
    world.order_of("marker")
    until(lambda: world.collect() or world.named("payment_requested", {"order_id": "marker", "amount": 300}), 30)
    checks.equal("messages that were applied are duplicates", world.came(f"{shipped}/3", 0.5), [None])
    checks.equal("and start nothing", world.named("payment_requested", {"order_id": "shipped", "amount": 300}), [])


def parked(checks, world, bridge, facts):
    _, said = bridge.once("parked", "--json", "--config", str(bridge.configuration))
    rows = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    found, wanted = sorted(row["reason"] for row in rows), sorted(reason for _, _, reason in facts["parked"])
    if not checks.equal("everything that was parked is parked", found, wanted):
        print(said, flush=True)
    world.channel.queue_bind(HEARD, f"{EXCHANGE}.void", "#")
    for row in rows:
        bridge.once("parked", "retry", str(row["parked"]), "--config", str(bridge.configuration))
    checks.that("a parked publication goes out", until(lambda: world.collect() or world.named("lost", {"n": 1}), 30))


def run(options, checks):
    for store in sorted(path for path in STORES.iterdir() if path.is_dir()):
        folder, facts = options.folder / store.name, json.loads((store / "facts.json").read_text())
        folder.mkdir(mode=0o700)
        with tarfile.open(store / "store.tar.gz") as archive:
            archive.extractall(folder)
        configuration = (folder / "bridge.yaml").read_text().replace("amqp://guest:guest@127.0.0.1:5672/", options.broker)
        with World(options.broker) as world, Bridge(options.binary, folder, configuration) as bridge:
            world.order_of = lambda name, world=world: world.give(
                "order_placed", f"{name}-placed", {"order_id": name, "lines": [{"sku": "mug", "quantity": 1, "price": 300}]})
            if checks.that(f"{store.name}: the store opens", world.ready(bridge), bridge.tail()):
                goes_on(checks, world, bridge, facts)
                parked(checks, world, bridge, facts)
                checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
