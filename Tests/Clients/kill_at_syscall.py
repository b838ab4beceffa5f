#!/usr/bin/env python3
"""The bridge is killed at chosen system calls (every write to disk and socket is one): the promises hold at each.

One database and one queue through all lives: each life gets new orders, dies at its system call, and the next takes up
what it left. A message that is being applied at three deaths is parked by design, so every third life is left alone.
Needs strace.
"""
import os
import random
import secrets
import signal
import subprocess

from bridge import Bridge
from checks import main, until
from crowd import Crowd
from ledger import Ledger
from shop import Shop

# What touches disk or socket, and about how often a thread does while a life starts and takes its few orders.
CALLS = {"pwrite64": 16, "fdatasync": 4, "sendto": 16, "recvfrom": 20, "write": 4}


def configure(parser):
    parser.add_argument("--lives", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


class Tracer(Bridge):
    """A bridge under strace, which kills it at one call."""

    def start_with_death(self, call, number):
        self.starts += 1
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}",
                 "-e", f"inject={call}:signal=SIGKILL:when={number}",
                 self.binary, "run", "--config", str(self.configuration)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def kill(self):
        """With strace its child: they have a session of their own."""
        if self.running() and os.getpgid(self.process.pid) == self.process.pid:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        super().kill()


def run(options, checks):
    chance = random.Random(options.seed)
    print(f"seed {options.seed}, {options.lives} lives", flush=True)
    with Shop(options.broker) as shop, Tracer(options.binary, options.folder, shop.configuration()) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        ledger, died = Ledger({}), 0
        shop.follow(ledger.add)
        bridge.kill()
        for life in range(options.lives):
            call = list(CALLS)[life % len(CALLS)]
            number = chance.randrange(1, CALLS[call] + 1)
            crowd = Crowd(shop, 3, chance.randrange(1 << 32), prefix=f"{secrets.token_hex(3)}-")
            ledger.expected.update(crowd.expected)
            bridge.start_with_death(call, number)
            for number in range(len(crowd.messages)):
                crowd.send(number, number + 1)
                shop.wait(lambda: not bridge.running(), patience=0.05)
            shop.wait(lambda: not bridge.running(), patience=0.5)
            died += not bridge.running()
            bridge.kill()
            if life % 2:
                bridge.start()
                shop.wait(ledger.complete, patience=20)
                bridge.kill()
        bridge.start()
        shop.wait(ledger.complete, patience=20)
        shop.wait(lambda: False, patience=1)
        print(f"{died} of {options.lives} lives ended at their call: {ledger.counts()}", flush=True)
        checks.that("many lives ended at their call", died > options.lives // 3, died)
        ledger.check(checks, doubles_allowed=True)
        checks.equal("the queue is empty", until(lambda: shop.depth(shop.orders) == 0, 5) and 0, 0)
        checks.equal("no dead letters", shop.depth(shop.dead), 0)
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        if checks.failed:
            print(f"--- {bridge.log}\n{bridge.tail()}")


if __name__ == "__main__":
    main(run, configure)
