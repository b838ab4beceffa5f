#!/usr/bin/env python3
"""The connection is reset at every point of the protocol, in both directions, of both connections: always the same recovery.

Each life of the bridge goes through a proxy that counts AMQP frames and resets one connection before (or in the middle
of) the first, second, third … frame: protocol header, start-ok, tune, open, declarations, qos, consume, publish with
header and body, confirm, delivery, ack. `--every 1` is the whole of it; by default a few points of each.
"""
import itertools
import random
import time

from trial import Trial, until

from checks import main
from proxy import FROM, TO, Harm, Proxy


def configure(parser):
    parser.add_argument("--every", type=int, default=5, help="reset at every so manieth frame")
    parser.add_argument("--partial", default="0,9", help="after so many bytes of it")
    parser.add_argument("--limit", type=int, default=70, help="look at so many frames of a direction at the most")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


def life(trial, proxy, chance, **harm):
    """One life of the bridge with one reset; the name of the frame it struck, or None if there were fewer."""
    proxy.harm = Harm("reset", **harm)
    trial.bridge.start()
    trial.crowd(2, chance.randrange(1 << 32))
    until(lambda: trial.complete() and (proxy.harm.struck or trial.shop.depth(trial.shop.orders) == 0), 20)
    until(lambda: proxy.harm.struck, 0.1)  # the last acks
    if proxy.harm.struck:
        until(trial.complete, 20)
    trial.bridge.kill()
    return proxy.harm.struck


def points(trial, proxy, chance, options):
    """Goes through all of them; (role, direction) → names of the frames that were struck."""
    struck, lives = {}, 0
    for role, direction, partial in itertools.product(
            ("consume", "publish"), (TO, FROM), map(int, options.partial.split(","))):
        names, missed = [], 0
        for frame in range(chance.randrange(options.every), options.limit, options.every):
            name = life(trial, proxy, chance, direction=direction, frame=frame, role=role, partial=partial)
            lives += 1
            names += [name] if name else []
            missed = 0 if name else missed + 1
            if missed == 2:
                break
        print(f"{role}, {direction}, {partial} bytes in: {len(names)} resets: {', '.join(dict.fromkeys(names))}", flush=True)
        struck.setdefault((role, direction), []).extend(names)
    return struck, lives


def run(options, checks):
    print(f"seed {options.seed}", flush=True)
    proxy = Proxy(options.broker)
    with Trial(options, bridge_url=proxy.url) as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        begin = time.monotonic()
        struck, lives = points(trial, proxy, random.Random(options.seed), options)
        proxy.harm = None
        trial.bridge.start()
        trial.settle(30)
        resets = sum(map(len, struck.values()))
        print(f"{resets} resets in {lives} lives, in {time.monotonic() - begin:.0f} s", flush=True)
        for (role, direction), names in struck.items():
            checks.that(f"{role}: frames {direction} were struck", len(names) >= 4, names)
        trial.judge(checks)


if __name__ == "__main__":
    main(run, configure)
