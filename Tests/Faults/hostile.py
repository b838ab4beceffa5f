#!/usr/bin/env python3
"""Scripts that never end, that swell, and that go too deep: each is parked, and the others hardly wait."""
import time

from timers import latency
from trial import Trial, until

from checks import main
from gauge import Gauge
from models import model, process, script
from sender import Message

SCRIPTS = {
    "endless": "n = 0\nwhile True:\n    n = n + 1",
    "string": "text = 'x' * 64\nwhile True:\n    text = text + text",
    "list": "items = [0]\nwhile True:\n    items = items + items",
    "power": "n = 7 ** 7 ** 7 ** 7",
    "repeat": "text = 'x' * 10 ** 15",
    "deep": "def f(n):\n    return f(n + 1)\nf(0)",
    "nested": "items = []\nwhile True:\n    items = [items]",
    "range": "items = list(range(10 ** 12))",
}
MODEL = model(
    [f"{name}_begun" for name in SCRIPTS] + ["never"],
    *(process(name, [script(text)], "never") for name, text in SCRIPTS.items()))


def run(options, checks):
    with Trial(options, models=[("hostile.bpmn", MODEL)]) as trial:
        if not trial.ready(checks):
            return
        gauge = Gauge(lambda: trial.bridge.process.pid)
        gauge.start()
        for number, name in enumerate(SCRIPTS):
            identity = f"{trial.shop.name}-{name}"
            trial.sender.send([Message(identity, f"{name}_begun", "hostile.begun", {"order_id": identity})])
            waited = latency(trial, number)
            checks.that(f"{name}: an order behind it waits no more than 15 s", waited < 15, waited)
            print(f"{name}: the order behind it took {waited:.2f} s", flush=True)
        until(lambda: len(gauge.samples) > 1, 60)
        most = max(sample[2] for sample in gauge.samples)
        checks.that(f"memory is bounded ({most:.0f} MB)", most < 400, most)
        checks.that("the bridge lives", trial.bridge.running(), trial.bridge.tail())
        trial.settle(5)
        checks.equal("SIGTERM: exit 0", trial.bridge.stop(), 0)
        verdict = trial.verdict()
        parked = [row for row in verdict.stored.parked]
        checks.equal("each is parked, and nothing else is", len(parked), len(SCRIPTS))
        # What is light passes by what runs long, so it is applied before it.
        checks.equal("nothing is lost or applied twice, and nothing goes out in another order", [
            side.counts[kind] for side in (verdict.inward, verdict.outward)
            for kind in ("lost", "applied twice")] + [verdict.outward.counts["reordered"]], [0] * 5)
        for _, stage, reason in parked:
            print(f"{stage}: {reason[:140]}", flush=True)


if __name__ == "__main__":
    main(run)
