#!/usr/bin/env python3
"""An order and its payment, answered once by the copied header and once by the order's number."""
import json
import re
import time

from bridge import Bridge
from checks import main
from shop import Shop

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def publication(checks, shop, heard, name, body, order_id, caused_by, trace=None):
    """Checks everything that a publication carries; the instance and the sequence."""
    method, properties, seen = heard
    headers = properties.headers or {}
    instance, sequence = headers.get("x-process-instance"), headers.get("x-sequence")
    checks.equal(f"{name}: body", seen, body)
    checks.equal(f"{name}: exchange", method.exchange, shop.outward)
    checks.equal(f"{name}: routing key", method.routing_key, f"shop.{name}")
    checks.equal(f"{name}: persistent", properties.delivery_mode, 2)
    checks.equal(f"{name}: type", properties.type, name)
    checks.equal(f"{name}: app_id", properties.app_id, "bpmn-bridge")
    checks.equal(f"{name}: content_type", properties.content_type, "application/json")
    checks.that(f"{name}: timestamp is now", abs((properties.timestamp or 0) - time.time()) < 30, properties.timestamp)
    checks.that(f"{name}: x-process-instance is a UUIDv7", UUID7.fullmatch(str(instance)), instance)
    checks.that(f"{name}: x-sequence is a number", isinstance(sequence, int), repr(sequence))
    checks.equal(f"{name}: message_id is instance/sequence", properties.message_id, f"{instance}/{sequence}")
    checks.equal(f"{name}: correlation_id is the instance", properties.correlation_id, instance)
    checks.equal(f"{name}: x-event", headers.get("x-event"), "message")
    checks.equal(f"{name}: x-process", headers.get("x-process"), "shop")
    checks.equal(f"{name}: x-correlation", headers.get("x-correlation"), {"order_key": {"order_id": order_id}})
    checks.equal(f"{name}: x-caused-by", headers.get("x-caused-by"), caused_by)
    checks.equal(f"{name}: traceparent", headers.get("traceparent"), trace)
    return instance, sequence


def by_header(checks, shop):
    shop.order("H-1", price=950, quantity=2, message_id="order-h1", headers={"traceparent": TRACE})
    asked = shop.hears("payment_requested")
    body = {"order_id": "H-1", "amount": 1900}
    instance, first = publication(checks, shop, asked, "payment_requested", body, "H-1", "order-h1", TRACE)
    # No order number in the answer: the header alone finds the instance.
    shop.send({"amount": 1900}, type="payment_received", message_id="payment-h1", key="payment.received",
              headers={"x-process-instance": instance})
    body = {"order_id": "H-1", "paid": 1900}
    shipped = shop.hears("order_shipped")
    # The payment had no trace context of its own: the instance's goes on.
    again, second = publication(checks, shop, shipped, "order_shipped", body, "H-1", "payment-h1", TRACE)
    checks.equal("by header: the same instance", again, instance)
    checks.equal("by header: the next sequence", second, first + 1)


def by_key(checks, shop):
    # Two orders wait at once: only the number tells them apart.
    shop.order("K-1", price=500, quantity=1, message_id="order-k1")
    shop.order("K-2", price=700, quantity=1, message_id="order-k2")
    asked = {heard[2]["order_id"]: heard for heard in (shop.hears("payment_requested"), shop.hears("payment_requested"))}
    checks.equal("by key: both ask for payment", sorted(asked), ["K-1", "K-2"])
    for order_id, paid in (("K-2", 700), ("K-1", 400)):
        shop.pay(order_id, paid, message_id=f"payment-{order_id}")
    # Different instances do not wait for each other.
    said = {each[1].type: (each[0], each[1], json.loads(each[2])) for each in (shop.next(), shop.next()) if each[0]}
    if not checks.equal("by key: both go on", sorted(said), ["order_cancelled", "order_shipped"]):
        return
    shipped, cancelled = said["order_shipped"], said["order_cancelled"]
    body = {"order_id": "K-2", "paid": 700}
    instance, _ = publication(checks, shop, shipped, "order_shipped", body, "K-2", "payment-K-2")
    checks.equal("by key: the instance that asked", instance, asked["K-2"][1].headers.get("x-process-instance"))
    body = {"order_id": "K-1", "paid": 400, "missing": 100}
    publication(checks, shop, cancelled, "order_cancelled", body, "K-1", "payment-K-1")


def run(options, checks):
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration()) as bridge:
        if checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            by_header(checks, shop)
            by_key(checks, shop)
            checks.that("nothing else came out", shop.next(seconds=0.5)[0] is None)
            checks.equal("nothing is a dead letter", shop.depth(shop.dead), 0)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
