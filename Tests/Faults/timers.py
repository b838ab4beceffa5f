#!/usr/bin/env python3
"""Many timers, all due at the start of the bridge: each fires once, and who comes meanwhile does not wait for them all.

Also when the clock goes forward a year and back an hour. `--timers 100000` by hand.
"""
import random
import time

from trial import Trial, until

from checks import main
from models import model, process, timer
from sender import Message
from shifted import ShiftedClock

MODEL = model(["nap_begun", "nap_over"], process("nap", [timer("PT20H")], "nap_over"))
YEAR = 365 * 24 * 3600


def configure(parser):
    parser.add_argument("--timers", type=int, default=1500)


def fall_asleep(trial, count):
    """So many instances that wait for their timer."""
    messages, expected = [], []
    for number in range(count):
        identity = f"{trial.shop.name}-nap-{number}"
        messages.append(Message(identity, "nap_begun", "nap.begun", {"order_id": identity}))
        expected.append(("expected", identity, "nap_over", {"order_id": identity}, [identity]))
    trial.journal.note(*expected)
    trial.sender.send(messages)
    trial.expected += count


def latency(trial, number):
    """How long an order's request for payment takes."""
    order, begin = f"{trial.shop.name}-late-{number}", time.monotonic()
    body = {"order_id": order, "lines": [{"sku": "mug", "quantity": 1, "price": 5}]}
    trial.journal.note(("expected", order, "payment_requested", {"order_id": order, "amount": 5}, [order]))
    trial.sender.send([Message(order, "order_placed", "order.placed", body)])
    trial.expected += 1
    until(lambda: (order, "payment_requested") in trial.listener.facts, 60)
    return time.monotonic() - begin


def run(options, checks):
    trial = Trial(options, window=2000, models=[("nap.bpmn", MODEL)])
    path = trial.bridge.configuration  # what is over is kept, so that the verdict can see it
    path.write_text(path.read_text().replace("bridge.sqlite }", "bridge.sqlite, dedupe_window: 9000d, keep_completed: 9000d }"))
    with trial:
        clock = ShiftedClock(trial.folder)
        if not checks.that("there is a clock to shift", clock.environment) or not trial.ready(checks):
            return
        trial.bridge.kill()
        trial.bridge.start(**clock.environment)
        fall_asleep(trial, options.timers)
        until(lambda: trial.sender.left == 0 and trial.shop.depth(trial.shop.orders) == 0, 60 + options.timers / 500)
        checks.that("nobody wakes before it is time", not until(lambda: trial.listener.came > 0, 1), trial.listener.came)
        checks.equal("SIGTERM: exit 0", trial.bridge.stop(60), 0)
        clock.shift(YEAR)
        begin = time.monotonic()
        trial.bridge.start(**clock.environment)
        until(lambda: trial.listener.came > 0, 60)
        slowest = max(latency(trial, number) for number in range(5))
        print(f"slowest order meanwhile: {slowest:.2f} s, when {trial.listener.came} had come", flush=True)
        checks.that("an order meanwhile does not wait for all of them", slowest < 15, slowest)
        checks.that("each wakes", trial.settle(60), trial.listener.came)
        print(f"{options.timers} timers in {time.monotonic() - begin:.1f} s", flush=True)
        for shift in (YEAR - 3600, YEAR + 2 * YEAR, random.randrange(YEAR)):
            clock.shift(shift)
            latency(trial, shift)
        trial.judge(checks)


if __name__ == "__main__":
    main(run, configure)
