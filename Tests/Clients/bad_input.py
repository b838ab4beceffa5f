#!/usr/bin/env python3
"""Messages that cannot become an event: each is a dead letter that says why, and the others go on."""
from bridge import Bridge
from checks import main
from shop import Shop

ORDER = {"type": "order_placed"}
# what is wrong · body · properties · stage · words of which the reason holds one
BAD = [
    ("not JSON although it says so", b"{not json", ORDER, "decode", ["json"]),
    ("a body cut short", b'{"order_id": "X-1", "lines": [', ORDER, "decode", ["json"]),
    ("no body although it says JSON", b"", ORDER, "decode", ["json", "empty"]),
    ("a key twice", b'{"order_id": "X-1", "order_id": "X-2", "lines": []}', ORDER, "decode", ["duplicate", "twice"]),
    ("nested too deep", b"[" * 300 + b"]" * 300, ORDER, "decode", ["deep", "depth", "nest"]),
    ("an integer that fits nowhere", b'{"order_id": 1' + b"0" * 400 + b', "lines": []}', ORDER, "decode", ["integer", "number"]),
    ("not UTF-8", b'{"order_id": "\xff", "lines": []}', ORDER, "decode", ["utf-8", "utf8"]),
    ("no name", b'{"order_id": "X-1", "lines": []}', {}, "name", ["name"]),
    ("no correlation property", b'{"lines": []}', ORDER, "correlate", ["order_id"]),
    ("a payload that is no object", b'["order_id"]', ORDER, "correlate", ["order_id", "object"]),
]


def good(checks, shop, order_id):
    shop.order(order_id, price=100, quantity=1)
    _, _, body = shop.hears("payment_requested")
    checks.equal(f"the next order {order_id} goes on", body, {"order_id": order_id, "amount": 100})


def run(options, checks):
    with Shop(options.broker) as shop:
        configuration = shop.configuration(extra="name: type")
        with Bridge(options.binary, options.folder, configuration) as bridge:
            if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
                return
            for number, (fault, body, properties, stage, words) in enumerate(BAD):
                shop.send(body, message_id=f"bad-{number}", **properties)
                _, dead, seen = shop.next(shop.dead)
                if not checks.that(f"{fault}: a dead letter", dead is not None, bridge.tail(5)):
                    continue
                headers = dead.headers or {}
                reason = str(headers.get("x-bridge-reason"))
                checks.that(f"{fault}: the headers say why", any(word in reason.lower() for word in words), reason)
                checks.equal(f"{fault}: … at which stage", headers.get("x-bridge-stage"), stage)
                checks.equal(f"{fault}: … from which queue", headers.get("x-bridge-queue"), shop.orders)
                checks.equal(f"{fault}: … by which key", headers.get("x-bridge-routing-key"), "order.placed")
                checks.equal(f"{fault}: body, id and type are as they came",
                             (seen, dead.message_id, dead.type), (body, f"bad-{number}", properties.get("type")))
                good(checks, shop, f"G-{number}")
            # A script that fails is not the message's fault alone: that event is parked, and nothing else stops.
            shop.send({"order_id": "S-1"}, type="order_placed", message_id="no-lines")
            good(checks, shop, "G-last")
            checks.equal("no other dead letter", shop.depth(shop.dead), 0)
            checks.that("nothing else came out", shop.next(seconds=0.3)[0] is None)
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
