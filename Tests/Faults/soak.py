#!/usr/bin/env python3
"""Load and faults for so many minutes, one fault after the other by a seed, and the verdict at the end.

In the first half the bridge itself is killed and restarted too; in the second it lives through everything else in one
life, and its memory and descriptors must stay what they are. The queue is classic with odd seeds, and a quorum queue with
even ones. Harms only a broker and a folder of its own.
"""
import collections
import os
import random
import sqlite3
import time

import harms
from trial import Trial, until

from checks import main
from gauge import Gauge
from private import PrivateBroker
from proxy import Proxy
from shifted import ShiftedClock
from stored import Stored


def configure(parser):
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--rate", type=float, default=60, help="messages a second")
    parser.add_argument("--only", help="these faults alone, by name, with commas between")
    parser.add_argument("--pause", type=float, default=2, help="seconds between faults, on average")


class Soak:
    def __init__(self, options, trial, broker, proxy):
        self.trial, self.broker, self.proxy, self.seed = trial, broker, proxy, options.seed
        self.bridge, self.sender = trial.bridge, trial.sender
        self.counts, self.complaints, self.slices = collections.Counter(), [], 0
        self.clock = ShiftedClock(options.folder)
        self.gauge = Gauge(lambda: self.bridge.process.pid)
        self.gauge.start()

    def start_bridge(self, *wrapper):
        self.bridge.start(*wrapper, **self.clock.environment)

    def count(self, what, holds):
        self.counts[what] += bool(holds)

    def complain(self, what):
        self.complaints.append(what)
        print(f"complaint: {what}\n{self.bridge.tail()}", flush=True)

    def reconnect(self):
        """Our own connection to the broker is gone; once it is back, so may theirs be."""
        def connected():
            return harms.ignoring_the_broker(self.trial.shop.connect, False) is not False
        until(connected, 30)

    def consumers(self):
        return harms.ignoring_the_broker(lambda: self.trial.shop.depth(self.trial.shop.orders, consumers=True), 0)

    def is_idle(self):
        """All that was acknowledged is in the database; the queue's depth would not count what a dead link still has."""
        came = self.trial.listener.came
        time.sleep(1)
        if self.sender.unconfirmed or came != self.trial.listener.came:
            return False
        try:
            stored = Stored(self.trial.folder / "bridge.sqlite")
        except (sqlite3.Error, OSError):
            return False  # copied while it was written
        return self.trial.journal.acknowledged <= {row[0] for row in stored.inbox}

    def run(self, seconds, kinds, pause, chance):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.feed(chance)
            time.sleep(chance.expovariate(1 / pause))
            harm = chance.choices(list(kinds), kinds.values())[0]
            self.counts[harm.__name__] += 1
            print(f"{time.strftime('%H:%M:%S')} {harm.__name__}, {self.trial.listener.came} came", flush=True)
            harms.ignoring_the_broker(lambda: harm(self, chance), None)
            if not self.bridge.running():
                self.complain(f"the bridge ended by itself with {self.bridge.process.poll()} at {harm.__name__}")
                self.start_bridge()

    def feed(self, chance):
        while len(self.sender.waiting) < 2000:
            self.trial.crowd(1000, chance.randrange(1 << 32))


def chosen(kinds, only):
    """The faults with their weights; all of them if none is named."""
    return {each: weight for each, weight in kinds.items() if not only or each.__name__ in only.split(",")} or kinds


def flat(checks, soak, pid):
    samples = soak.gauge.of(pid, warm=min(60, len(soak.gauge.of(pid)) / 2))
    if not checks.that("the last life was sampled", len(samples) >= 8, len(samples)):
        return
    (memory, descriptors, threads), (later, more, other) = soak.gauge.quarters(samples)
    print(f"one life of {samples[-1][0] - samples[0][0]:.0f} s: first quarter {memory} MB, {descriptors:.0f} descriptors, "
          f"{threads:.0f} threads; last quarter {later} MB, {more:.0f} descriptors, {other:.0f} threads; "
          f"most {max(sample[2] for sample in samples):.1f} MB", flush=True)
    if samples[-1][0] - samples[0][0] > 300:  # caches fill at first, and a link that is away has no socket
        checks.that("memory stays what it is", later < memory * 1.25 + 4, (memory, later))
        checks.that("descriptors and threads stay what they are", more <= descriptors + 4 and other <= threads, (more, other))
    else:
        checks.that("memory, descriptors and threads are what so short a life needs",
                    later < 100 and more < 40 and other < 16, (later, more, other))


def run(options, checks):
    print(f"seed {options.seed}, {options.minutes} minutes", flush=True)
    broker = PrivateBroker(options.folder / "broker", os.getpid())
    options.broker = broker.url
    proxy, chance = Proxy(broker.url), random.Random(options.seed)
    kind = "classic" if options.seed % 2 else "quorum"
    if kind == "quorum":
        # RabbitMQ 3.10, killed soon after, finds no leader any more for a quorum queue that was deleted and declared again.
        del harms.HARMS[harms.queue_deleted]
    try:
        with Trial(options, bridge_url=proxy.url, rate=options.rate, heartbeat="2s", queue=kind) as trial:
            if not trial.ready(checks):
                return
            soak = Soak(options, trial, broker, proxy)
            trial.bridge.kill()
            soak.start_bridge()
            half = options.minutes * 30
            soak.run(half, chosen({**harms.HARMS, **harms.RESTARTS}, options.only), options.pause, chance)
            pid = trial.bridge.process.pid
            soak.run(half, chosen(harms.HARMS, options.only), options.pause, chance)
            checks.equal("the second half was one life", trial.bridge.process.pid, pid)
            proxy.harm, proxy.frozen, proxy.slowness = None, False, 0
            trial.finish_sending()
            trial.settle(120)
            for what, count in sorted(soak.counts.items()):
                print(f"{count:6} {what}")
            flat(checks, soak, pid)
            checks.equal("the bridge never ended by itself", soak.complaints, [])
            soak.reconnect()
            trial.judge(checks)
    finally:
        broker.stop()


if __name__ == "__main__":
    main(run, configure)
