#!/usr/bin/env python3
"""SIGTERM under load: it ends with 0, and after the next start everything has come out exactly once."""
import random

from bridge import Bridge
from checks import main
from crowd import Crowd
from ledger import Ledger
from shop import Shop


def configure(parser):
    parser.add_argument("--orders", type=int, default=1500)
    parser.add_argument("--stops", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


def run(options, checks):
    print(f"seed {options.seed}, {options.orders} orders, {options.stops} stops", flush=True)
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration()) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        crowd = Crowd(shop, options.orders, options.seed)
        ledger = Ledger(crowd.expected)
        shop.follow(ledger.add)
        crowd.send(0, len(crowd.messages))
        for stop in range(options.stops):
            goal = ledger.came + options.orders // (options.stops + 1)
            shop.wait(lambda: ledger.came >= goal, patience=30)
            if not checks.that("it consumes", bridge.says_again(" consuming queues=", 30), bridge.tail()):
                return
            checks.equal(f"SIGTERM {stop + 1} after {ledger.came} publications: exit 0", bridge.stop(), 0)
            bridge.start()
        shop.wait(ledger.complete, patience=60)
        shop.wait(lambda: False, patience=0.5)
        print(ledger.counts(), flush=True)
        ledger.check(checks, doubles_allowed=False)
        checks.equal("no dead letters", shop.depth(shop.dead), 0)
        checks.equal("the last SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run, configure)
