#!/usr/bin/env python3
"""SIGTERM under load: it ends with 0, and after the next start everything has come out exactly once."""
import random

from trial import Trial, until

from checks import main


def configure(parser):
    parser.add_argument("--orders", type=int, default=1500)
    parser.add_argument("--stops", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


def run(options, checks):
    print(f"seed {options.seed}, {options.orders} orders, {options.stops} stops", flush=True)
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(options.orders, options.seed)
        for stop in range(options.stops):
            goal = trial.listener.came + options.orders // (options.stops + 1)
            until(lambda: trial.listener.came >= goal, 60)
            if not checks.that("it consumes", trial.bridge.says_again(" consuming queues=", 30), trial.bridge.tail()):
                return
            checks.equal(f"SIGTERM {stop + 1} after {trial.listener.came} publications: exit 0", trial.bridge.stop(), 0)
            trial.bridge.start()
        trial.settle(60)
        trial.judge(checks, doubles_allowed=False)


if __name__ == "__main__":
    main(run, configure)
