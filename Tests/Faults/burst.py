#!/usr/bin/env python3
"""One instance emits very many events at one input: all of them, once, in order, and an order meanwhile goes through.

`--events 100000` by hand.
"""
import time

from timers import latency
from trial import Trial, until

from checks import main
from gauge import Gauge
from models import model, process, send_for_each, script
from sender import Message

MODEL = model(["burst_begun", "burst_over", "spark"], process(
    "burst", [
        script('items = list(range(begun["count"]))'),
        send_for_each("spark", "items", '{"order_id": begun["order_id"] + "-" + str(item)}'),
    ], "burst_over"))


def configure(parser):
    parser.add_argument("--events", type=int, default=400)


def run(options, checks):
    with Trial(options, window=2000, models=[("burst.bpmn", MODEL)]) as trial:
        if not trial.ready(checks):
            return
        gauge = Gauge(lambda: trial.bridge.process.pid)
        gauge.start()
        burst = f"{trial.shop.name}-burst"
        trial.journal.note(
            *(("expected", f"{burst}-{number}", "spark", {"order_id": f"{burst}-{number}"}, [burst])
              for number in range(options.events)),
            ("expected", burst, "burst_over", {"order_id": burst}, [burst]))
        trial.expected += options.events + 1
        begin = time.monotonic()
        trial.sender.send([Message(burst, "burst_begun", "burst.begun", {"order_id": burst, "count": options.events})])
        until(lambda: trial.listener.came > 0, 120)
        print(f"the first of {options.events} came after {time.monotonic() - begin:.1f} s", flush=True)
        slowest, came = max(latency(trial, number) for number in range(3)), trial.listener.came
        print(f"slowest order meanwhile: {slowest:.2f} s, when {came} had come", flush=True)
        checks.that("an order meanwhile does not wait for all of them", came < options.events, came)
        checks.that("all of them come", trial.settle(60), trial.listener.came)
        print(f"all after {time.monotonic() - begin:.1f} s, most memory "
              f"{max(sample[2] for sample in gauge.samples):.0f} MB", flush=True)
        trial.judge(checks)


if __name__ == "__main__":
    main(run, configure)
