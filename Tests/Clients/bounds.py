#!/usr/bin/env python3
"""What senders make the bridge keep is bounded: a queue whose route is full pauses, loses nothing, and goes on; large
bodies are stored once."""
import json

import pika

from bridge import Bridge
from checks import main, until
from shop import Shop

MOST = 40
SENT = 600
LARGE = 60
MIB = 1 << 20


def configuration(shop, queue, hold, most):
    """The shop's, with a second queue of strays."""
    text = shop.configuration().replace('" }\nstore', '", prefetch: 50 }\nstore', 1)
    stray = (f"  - queue: {queue}\n    type: classic\n    unmatched: {{ hold: {hold}, most: {most} }}\n")
    return text.replace("inbound:\n", "inbound:\n" + stray, 1)


def post(shop, queue, numbers, size=0):
    for number in numbers:
        body = json.dumps({"order_id": f"S-{number}", "amount": 1, "fill": "x" * size})
        shop.channel.basic_publish("", queue, body, pika.BasicProperties(
            type="payment_received", message_id=f"stray-{number}", content_type="application/json", delivery_mode=2))


def parked(bridge):
    _, said = bridge.once("parked", "--config", str(bridge.configuration), "--json", "--limit", "1000")
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def disk(bridge):
    """The database and its log, without what is held back for a full disk."""
    return sum(file.stat().st_size for file in bridge.folder.rglob("*.sqlite*") if file.suffix != ".ballast")


def pauses(checks, shop, bridge, queue):
    post(shop, queue, range(SENT))
    told = "not consuming one queue"
    checks.that("a full route pauses its queue", until(lambda: told in bridge.text(), 20), bridge.tail(5))
    checks.that("it says what to do", "unmatched.most" in bridge.text() and "bpmn-bridge parked" in bridge.text())
    shop.order("B-1", price=1, quantity=1)
    checks.equal("another queue goes on", shop.hears("payment_requested")[2]["order_id"], "B-1")
    left = shop.depth(queue)
    checks.that("the rest stays with the broker", SENT - MOST - 120 <= left <= SENT - MOST, left)
    until(lambda: len(parked(bridge)) == SENT - left, 20)
    checks.equal("what was under way is kept, not lost", len(parked(bridge)), SENT - left)
    checks.equal("it is told once", bridge.text().count(told), 1)
    shop.drops_duplicates = True
    bridge.kill()
    bridge.start()
    checks.that("a start begins with the pause", until(lambda: bridge.text().count(told) == 2, 20), bridge.tail(5))
    shop.order("B-2", price=1, quantity=1)
    checks.equal("and with the other queue", shop.hears("payment_requested", seconds=30)[2]["order_id"], "B-2")
    checks.equal("nothing more was taken", shop.depth(queue), left)
    seen, rounds = set(), 0
    while len(seen) < SENT and rounds < 60:
        rounds += 1
        seen |= {item["message_id"] for item in parked(bridge)}
        bridge.once("parked", "discard", "--all", "--why", "test", "--config", str(bridge.configuration))
        until(lambda: parked(bridge), 3)
    checks.equal("with room it goes on, and every message has come by", len(seen), SENT)
    checks.equal("the queue is empty", shop.depth(queue), 0)


def once(checks, shop, bridge, queue):
    before = disk(bridge)
    post(shop, queue, range(1000, 1000 + LARGE), size=MIB)
    shop.order("L-1", price=1, quantity=1)
    shop.hears("payment_requested", seconds=60)
    until(lambda: shop.depth(queue) == 0, 30)
    bridge.stop()
    grown = disk(bridge) - before
    checks.that(f"{LARGE} bodies of a MiB cost as much on the disk, once", grown < 1.1 * LARGE * MIB, f"{grown / MIB:.1f} MiB")


def run(options, checks):
    with Shop(options.broker) as shop:
        queue = shop.inward + ".strays"
        text = configuration(shop, queue, "100ms", f"{{ count: {MOST} }}")
        with Bridge(options.binary, options.folder, text) as bridge:
            if checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
                pauses(checks, shop, bridge, queue)
                bridge.stop()
                bridge.configuration.write_text(configuration(shop, queue, "1h", "{ bytes: 1GiB }"))
                bridge.start()
                once(checks, shop, bridge, queue)
        shop.channel.queue_delete(queue)
        shop.channel.queue_delete(queue + ".dead")


if __name__ == "__main__":
    main(run)
