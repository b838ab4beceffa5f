#!/usr/bin/env python3
"""Many orders while the bridge is killed (kill -9) at random moments: nothing lost, nothing applied twice.

`--kills 300` is the long run; a seed repeats what is sent and after how much of it the bridge dies. A proxy writes down what
the broker delivers, so that the order is judged exactly; `--direct` goes without it, at full speed.
"""
import random
import time

from trial import Trial

from checks import main
from proxy import Proxy


def configure(parser):
    parser.add_argument("--orders", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--direct", action="store_true", help="no proxy: up to 1 %% may be out of order on a quorum queue")
    parser.add_argument("--patience", type=float, default=60, help="seconds in which nothing comes")


def torment(trial, kills, chance):
    """Kills the bridge when so many publications have come, at times again while it starts or just after."""
    killed, goals = 0, sorted(chance.sample(range(1, trial.expected * 9 // 10), kills))
    for goal in goals:
        if killed >= kills:
            break
        came, latest = trial.listener.came, time.monotonic()
        while trial.listener.came < goal and time.monotonic() - latest < 30:
            time.sleep(0.002)
            if trial.listener.came != came:
                came, latest = trial.listener.came, time.monotonic()
        trial.bridge.kill()
        trial.bridge.start()
        killed += 1
        while killed < kills and chance.random() < 0.3:
            time.sleep(chance.uniform(0, 0.4))
            trial.bridge.kill()
            trial.bridge.start()
            killed += 1
    return killed


def run(options, checks):
    print(f"seed {options.seed}, {options.orders} orders, {options.kills} kills", flush=True)
    proxy = None if options.direct else Proxy(options.broker)
    with Trial(options, bridge_url=proxy and proxy.url, window=500) as trial:
        if proxy:
            proxy.on_delivery = trial.delivered
        if not trial.ready(checks):
            return
        begin = time.monotonic()
        trial.crowd(options.orders, options.seed)
        killed = torment(trial, options.kills, random.Random(options.seed))
        trial.settle(options.patience)
        print(f"{killed} kills, {len(trial.journal.sent)} messages in {time.monotonic() - begin:.1f} s", flush=True)
        trial.judge(checks)
        checks.equal("all kills happened", killed, options.kills)


if __name__ == "__main__":
    main(run, configure)
