#!/usr/bin/env python3
"""A payment before its order is held until the order comes; the same message twice is one message."""
import secrets

from bridge import Bridge
from checks import main
from shop import Shop


def early(checks, shop):
    shop.pay("E-1", 300, message_id="early-payment")
    shop.pay("E-2", 1, message_id="payment-of-nobody")
    checks.that("early: nothing comes out before the order", shop.next(seconds=0.5)[0] is None)
    shop.order("E-1", price=300, quantity=1)
    _, asked, _ = shop.hears("payment_requested")
    _, shipped, body = shop.hears("order_shipped")
    checks.equal("early: the held payment is taken", body, {"order_id": "E-1", "paid": 300})
    checks.equal("early: it is the cause", shipped.headers.get("x-caused-by"), "early-payment")
    checks.equal("early: one instance", shipped.correlation_id, asked.correlation_id)


def early_across_restart(checks, shop, bridge):
    shop.pay("R-1", 300)
    shop.order("R-marker", price=1, quantity=1)  # comes out after the payment is safe
    shop.hears("payment_requested")
    shop.drops_duplicates = True  # what was not yet struck off may come again, with the same id
    bridge.kill()
    bridge.start()
    shop.order("R-1", price=300, quantity=1)
    shop.hears("payment_requested", seconds=30)
    _, _, body = shop.hears("order_shipped")
    shop.drops_duplicates = False
    checks.equal("held: survives kill -9", body, {"order_id": "R-1", "paid": 300})


def double(checks, shop):
    identity = secrets.token_hex(8)
    for _ in range(3):
        shop.order("D-1", price=100, quantity=1, message_id=identity)
    shop.order("D-2", price=100, quantity=1)
    heard = [shop.hears("payment_requested")[2]["order_id"] for _ in range(2)]
    checks.equal("double: three of the same id are one order", heard, ["D-1", "D-2"])
    shop.pay("D-1", 100, message_id=identity + "-paid")
    shop.hears("order_shipped")
    shop.pay("D-1", 100, message_id=identity + "-paid")
    shop.order("D-1", price=100, quantity=1, message_id=identity)
    checks.that("double: nothing happens later either", shop.next(seconds=0.7)[0] is None)


def other_body(checks, shop):
    identity = secrets.token_hex(8)
    shop.order("O-1", price=100, quantity=1, message_id=identity)
    shop.hears("payment_requested")
    shop.order("O-2", price=900, quantity=1, message_id=identity)
    checks.that("same id, other body: does not start an order", shop.next(seconds=0.7)[0] is None)


def run(options, checks):
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration()) as bridge:
        if checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            early(checks, shop)
            early_across_restart(checks, shop, bridge)
            double(checks, shop)
            other_body(checks, shop)
            checks.equal("no dead letters", shop.depth(shop.dead), 0)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
