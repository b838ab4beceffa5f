#!/usr/bin/env python3
"""The bridge is killed at its system calls, the first, second, third … of each kind in a life: the promises hold at each.

One database and one queue through all lives: each life gets new orders, dies at its call, and the next takes up what it
left. A message that is being applied at five deaths is parked by design, so every third life is followed by one that is
left alone. `--every 1` is the whole of it, some hundred lives; by default a few of each kind. Needs strace.
"""
import random
import time

from trial import Trial, until

from checks import main

# What touches disk, socket or doorbell in the hot path; a thread counts its own.
CALLS = ("pwrite64", "fdatasync", "pread64", "sendto", "recvfrom", "poll", "read", "write", "futex", "fallocate", "ftruncate", "unlink")


def configure(parser):
    parser.add_argument("--every", type=int, default=11, help="kill at every so manieth call of a kind")
    parser.add_argument("--limit", type=int, default=80, help="look at so many calls of a kind at the most")
    parser.add_argument("--calls", default=",".join(CALLS))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


class Deaths:
    def __init__(self, trial, chance):
        self.trial, self.chance, self.lives, self.died = trial, chance, 0, 0

    def at(self, call, number):
        """One life; whether it ended at its call."""
        trial = self.trial
        self.lives += 1
        trial.bridge.start(
            "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
        trial.crowd(3, self.chance.randrange(1 << 32))
        until(lambda: not trial.bridge.running() or trial.complete(), 15)
        until(lambda: not trial.bridge.running(), 0.2)  # the last acknowledgements and deletions
        has_died = not trial.bridge.running()
        self.died += has_died
        trial.bridge.kill()
        if self.lives % 3 == 0:
            trial.bridge.start()
            until(trial.complete, 20)
            trial.bridge.kill()
        return has_died

    def at_each(self, call, every, limit):
        """The calls of one kind, until a life has fewer."""
        survived, died = 0, 0
        for number in range(self.chance.randrange(1, min(every, 3) + 1), limit, every):
            if self.at(call, number):
                survived, died = 0, died + 1
            else:
                survived += 1
                if survived == 2:
                    break
        print(f"{call}: {died} lives ended at it, the last number tried was {number}", flush=True)
        return died


def run(options, checks):
    print(f"seed {options.seed}", flush=True)
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        begin, deaths = time.monotonic(), Deaths(trial, random.Random(options.seed))
        died = {call: deaths.at_each(call, options.every, options.limit) for call in options.calls.split(",")}
        trial.bridge.start()
        trial.settle(30)
        print(f"{deaths.died} of {deaths.lives} lives ended at their call, in {time.monotonic() - begin:.0f} s", flush=True)
        checks.that("lives ended at writes to disk and socket", died.get("pwrite64", 1) and died.get("sendto", 1), died)
        trial.judge(checks)


if __name__ == "__main__":
    main(run, configure)
