#!/usr/bin/env python3
"""SIGTERM under load: it ends with 0, and after the next start everything has come out exactly once.

A second SIGTERM while it waits for confirms ends it at once, and nothing is lost; SIGPIPE is nothing.
"""
import random
import signal
import sqlite3
import time

from trial import Trial, until

from checks import main
from proxy import Proxy
from stored import Stored


def configure(parser):
    parser.add_argument("--orders", type=int, default=1500)
    parser.add_argument("--stops", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


def once(options, checks):
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(options.orders, options.seed)
        for stop in range(options.stops):
            goal = trial.listener.came + options.orders // (options.stops + 1)
            until(lambda: trial.listener.came >= goal, 60)
            if not checks.that("it consumes", trial.bridge.says_again(" consuming queues=", 60), trial.bridge.tail()):
                return
            checks.equal(f"SIGTERM {stop + 1} after {trial.listener.came} publications: exit 0", trial.bridge.stop(), 0)
            trial.bridge.start()
        trial.settle(60)
        trial.judge(checks, duplicates_allowed=False)


def stored(trial):
    """What the database holds now; nothing where it was written while it was copied."""
    try:
        return Stored(trial.folder / "bridge.sqlite")
    except (sqlite3.Error, OSError):
        return None


def twice(options, checks):
    proxy = Proxy(options.broker)
    options = type(options)(**{**vars(options), "folder": options.folder / "twice"})
    with Trial(options, bridge_url=proxy.url, rate=200) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(200, options.seed)
        until(lambda: trial.listener.came > 20, 60)
        trial.bridge.process.send_signal(signal.SIGPIPE)
        came = trial.listener.came
        checks.that("SIGPIPE: goes on", until(lambda: trial.listener.came > came + 20, 60) and trial.bridge.running())
        proxy.frozen = True  # nothing is confirmed any more
        until(lambda: stored(trial) and stored(trial).outbox, 60)
        trial.bridge.process.send_signal(signal.SIGTERM)
        checks.that("SIGTERM without confirms: waits for them", trial.bridge.says(["stopping"], 60) and
                    not until(lambda: not trial.bridge.running(), 1), trial.bridge.tail())
        begin = time.monotonic()
        checks.equal("a second SIGTERM: exit 1", trial.bridge.stop(), 1)
        checks.that("a second SIGTERM: at once", time.monotonic() - begin < 10, time.monotonic() - begin)
        proxy.frozen = False
        trial.bridge.start()
        trial.settle(60)
        trial.judge(checks)


def run(options, checks):
    print(f"seed {options.seed}, {options.orders} orders, {options.stops} stops", flush=True)
    once(options, checks)
    twice(options, checks)


if __name__ == "__main__":
    main(run, configure)
