#!/usr/bin/env python3
"""A publication that no queue takes: it is kept, the bridge says so, the others go on."""
from bridge import Bridge
from checks import main
from shop import Shop


def run(options, checks):
    with Shop(options.broker, listen=False) as shop:
        with Bridge(options.binary, options.folder, shop.configuration()) as bridge:
            if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
                return
            shop.order("U-1", price=100, quantity=1)
            checks.that("says that it is unroutable", bridge.says(["NO_ROUTE"], 60), bridge.tail())
            shop.listen()
            shop.order("U-2", price=200, quantity=1)
            heard = [shop.hears("payment_requested")[2]["order_id"]]
            checks.that("another order goes on", "U-2" in heard or shop.hears("payment_requested")[2]["order_id"] == "U-2")
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run)
