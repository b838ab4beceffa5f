#!/usr/bin/env python3
"""The connection is reset at every point of the protocol, in both directions, of both connections: always the same recovery.

Each life of the bridge goes through a proxy that counts AMQP frames and resets one connection before (or in the middle
of) the first, second, third … frame: protocol header, start-ok, tune, open, declarations, qos, consume, publish with
header and body, confirm, delivery, ack. `--every 1` is the whole of it; by default a few points of each. Then the same
at each frame of a stop: cancel, close, and their answers.
"""
import itertools
import random
import time

from trial import Trial, until

from checks import main
from proxy import FROM, TO, Harm, Proxy


STOP = [
    ("consume", TO, "basic.cancel"), ("consume", FROM, "basic.cancel-ok"),
    ("consume", TO, "connection.close"), ("consume", FROM, "connection.close-ok"),
    ("publish", TO, "connection.close"), ("publish", FROM, "connection.close-ok"),
]


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


def stops(trial, proxy, chance, options, checks):
    """SIGTERM in the middle of work, and a reset at a frame of the stop: it ends with 0 all the same."""
    resets = 0
    for (role, direction, name), partial in itertools.product(STOP, map(int, options.partial.split(","))):
        proxy.harm = Harm("reset", direction, 0, role, partial, name)
        trial.bridge.start()
        came = trial.listener.came
        trial.crowd(20, chance.randrange(1 << 32))
        until(lambda: trial.listener.came > came + 5, 20)
        status = trial.bridge.stop()
        checks.equal(f"SIGTERM, {role}: reset {partial} bytes into {name}", (status, proxy.harm.struck), (0, name))
        resets += 1
    return resets


def run(options, checks):
    print(f"seed {options.seed}", flush=True)
    proxy = Proxy(options.broker)
    with Trial(options, bridge_url=proxy.url) as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        begin = time.monotonic()
        struck, lives = points(trial, proxy, random.Random(options.seed), options)
        ended = stops(trial, proxy, random.Random(options.seed + 1), options, checks)
        proxy.harm = None
        trial.bridge.start()
        trial.settle(30)
        resets = sum(map(len, struck.values()))
        print(f"{resets} resets in {lives} lives and {ended} in stops, in {time.monotonic() - begin:.0f} s", flush=True)
        for (role, direction), names in struck.items():
            checks.that(f"{role}: frames {direction} were struck", len(names) >= 4, names)
        trial.judge(checks)


if __name__ == "__main__":
    main(run, configure)
