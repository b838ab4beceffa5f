#!/usr/bin/env python3
"""Many orders while the bridge is killed (kill -9) at random moments: nothing lost, nothing applied twice.

Every publication arrives; one that comes twice has the same id and the same body; nothing else comes.
"""
import random
import time

from bridge import Bridge
from checks import main
from crowd import Crowd
from ledger import Ledger
from shop import Shop


def configure(parser):
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--patience", type=float, default=60, help="seconds without any publication")


def torment(bridge, shop, crowd, ledger, kills, chance):
    """Sends the crowd, and kills the bridge when so many publications have come; the queue is never empty by then."""
    goals = sorted(chance.sample(range(1, len(crowd.expected) * 9 // 10), kills))
    sent = 0
    for goal in goals:
        while ledger.came < goal:
            came = ledger.came
            crowd.send(sent, sent + 500)
            sent += 500
            shop.wait(lambda: ledger.came >= goal, patience=0.01 if sent < len(crowd.messages) else 30)
            if sent >= len(crowd.messages) and ledger.came == came:
                break  # it stands still: the verdict tells
        bridge.kill()
        bridge.start()
        while chance.random() < 0.3:  # while it starts, or just after
            time.sleep(chance.uniform(0, 0.4))
            bridge.kill()
            bridge.start()
    crowd.send(sent, len(crowd.messages))


def run(options, checks):
    print(f"seed {options.seed}, {options.orders} orders, {options.kills} kills", flush=True)
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder, shop.configuration()) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        crowd = Crowd(shop, options.orders, options.seed)
        ledger = Ledger(crowd.expected)
        shop.follow(ledger.add)
        begin = time.monotonic()
        torment(bridge, shop, crowd, ledger, options.kills, random.Random(options.seed))
        shop.wait(ledger.complete, options.patience)
        shop.wait(lambda: False, patience=1)  # what comes after the last expected one
        seconds = time.monotonic() - begin
        print(f"{bridge.starts} lives, {len(crowd.messages)} messages in {seconds:.1f} s: {ledger.counts()}", flush=True)
        ledger.check(checks, doubles_allowed=True)
        checks.equal("the queue is empty", shop.depth(shop.orders), 0)
        checks.equal("no dead letters", shop.depth(shop.dead), 0)
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        if checks.failed:
            print(f"--- {bridge.log}\n{bridge.tail()}")


if __name__ == "__main__":
    main(run, configure)
