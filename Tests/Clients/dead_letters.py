#!/usr/bin/env python3
"""Dead letters go back to their queue: by `dead return`, which may be killed at any time, and by a shovel."""
import json
import signal
import subprocess

from bridge import Bridge
from checks import main, until
from shop import Shop

LETTERS = 40


def returned(bridge, *arguments, seconds=60):
    return bridge.once("dead", "return", "--config", str(bridge.configuration), *arguments, seconds=seconds)


def fix(bridge, shop, extra=""):
    """Another configuration of the same bridge, from now on."""
    bridge.stop()
    bridge.configuration.write_text(shop.configuration(extra=extra))
    bridge.start()
    shop.ready(bridge)
    until(lambda: bridge.text().count("consuming") >= bridge.starts, 30)


def orders(shop):
    """The orders that were started, in their order; the process asks for a payment of each."""
    heard = []
    while True:
        _, properties, body = shop.next(seconds=1)
        if properties is None:
            return heard
        heard.append((properties.headers.get("x-caused-by"), json.loads(body)["order_id"]))


def nothing_there(checks, shop, bridge):
    code, said = returned(bridge)
    checks.equal("nothing there: exit 0, said", (code, "no dead letters" in said), (0, True))
    code, said = returned(bridge, "--queue", "another")
    checks.equal("a queue of no route: usage", (code, "no inbound route reads the queue another" in said), (64, True))
    code, said = bridge.once("dead", "return", "--help")
    checks.equal("--help", (code, "--limit" in said and "--queue" in said), (0, True))


def unmended(checks, shop, bridge):
    for number in range(LETTERS):
        shop.order(f"D-{number}", message_id=f"dead-{number}", headers={"x-tenant": number})
    checks.that("all are dead letters", until(lambda: shop.depth(shop.dead) == LETTERS, 30))
    code, said = returned(bridge, "--limit", "3", "--json")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    checks.equal("--limit: so many are sent back, the oldest first",
                 (code, [line["message_id"] for line in lines]), (0, ["dead-0", "dead-1", "dead-2"]))
    checks.that("each with queue and reason",
                all(line["queue"] == shop.orders and "no route" in line["reason"] for line in lines), said)
    checks.that("unmended they die again", until(lambda: shop.depth(shop.dead) == LETTERS, 30))
    code, said = returned(bridge)
    checks.equal("all: each once, and what dies again waits for the next call", (code, len(said.splitlines())), (0, LETTERS))
    checks.that("they die again", until(lambda: shop.depth(shop.dead) == LETTERS, 30))


def killed(checks, shop, bridge):
    """Killed at any time, nothing is lost, and nothing applied twice."""
    fix(bridge, shop)
    for number in range(6):
        process = subprocess.Popen(
            [bridge.binary, "dead", "return", "--config", str(bridge.configuration)], stdout=subprocess.PIPE)
        for _ in range(number):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process.stdout.close()
    until(lambda: returned(bridge)[0] == 0 and shop.depth(shop.dead) == 0, 60)
    heard = orders(shop)
    checks.equal("killed again and again: each is applied once", sorted(heard),
                 sorted((f"dead-{number}", f"D-{number}") for number in range(LETTERS)))
    checks.equal("and no dead letter is left", shop.depth(shop.dead), 0)


def without_an_id(checks, shop, bridge):
    """Nameless messages are new each time, whatever id their dead letters had; their routing key is their name again."""
    for _ in range(2):
        shop.channel.basic_publish(
            shop.inward, "order_placed", json.dumps({"order_id": "N", "lines": []}).encode())
    checks.that("two that are alike are two dead letters", until(lambda: shop.depth(shop.dead) == 2, 30))
    returned(bridge)
    checks.that("unmended: dead again", until(lambda: shop.depth(shop.dead) == 2, 30))
    _, properties, _ = shop.channel.basic_get(shop.dead)
    # What the queue of dead letters says of its own deliveries is not the bridge's.
    checks.equal("nothing piles up in the headers", sorted(set(properties.headers) - {"x-delivery-count"}), [
        "x-bridge-exchange", "x-bridge-queue", "x-bridge-reason", "x-bridge-routing-key", "x-bridge-stage", "x-bridge-time"])
    checks.equal("how it had come is still told",
                 (properties.headers["x-bridge-exchange"], properties.headers["x-bridge-routing-key"]),
                 (shop.inward, "order_placed"))
    shop.channel.close()  # gives it back
    shop.channel = shop.connection.channel()
    fix(bridge, shop)
    returned(bridge)
    checks.equal("fixed: both are applied, known by no id", orders(shop), [(None, "N"), (None, "N")])


def by_shovel(checks, shop, bridge):
    """A shovel, or a program: takes from one queue and publishes to the other, all properties as they are."""
    shop.order("S", message_id="shovelled", headers={"x-tenant": 1})
    until(lambda: shop.depth(shop.dead) == 1, 30)
    fix(bridge, shop)
    method, properties, body = shop.channel.basic_get(shop.dead)
    for _ in range(2):  # killed before it acknowledged: the second is a duplicate
        shop.channel.basic_publish("", shop.orders, body, properties)
    shop.channel.basic_ack(method.delivery_tag)
    checks.equal("by a shovel: applied once, under its own id", orders(shop), [("shovelled", "S")])


def run(options, checks):
    wrong = 'when: headers.get("x-tenant") is None and message_id is not None'
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration(extra=wrong)) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        nothing_there(checks, shop, bridge)
        unmended(checks, shop, bridge)
        killed(checks, shop, bridge)
        fix(bridge, shop, wrong)
        without_an_id(checks, shop, bridge)
        fix(bridge, shop, wrong)
        by_shovel(checks, shop, bridge)
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
