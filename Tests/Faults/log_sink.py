#!/usr/bin/env python3
"""The log goes to a pipe that is full and that nobody reads: nothing waits for it."""
import fcntl
import os
import subprocess
import time

from trial import Trial

from checks import main


def full_pipe():
    """Both ends of a pipe that takes nothing more."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while True:
            os.write(writing, bytes(4096))
    except BlockingIOError:
        fcntl.fcntl(writing, fcntl.F_SETFL, 0)
    return reading, writing


def run(options, checks):
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        reading, writing = full_pipe()
        trial.bridge.process = subprocess.Popen(
            [trial.bridge.binary, "run", "--log-level", "trace", "--config", str(trial.bridge.configuration)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=writing)
        os.close(writing)
        begin = time.monotonic()
        trial.crowd(500, 6)
        for number in range(300):  # each of these is told to the log
            trial.shop.send(b"{broken", type="order_placed", message_id=f"broken-{number}")
        checks.that("everything comes", trial.settle(20), trial.listener.came)
        print(f"{trial.listener.came} publications in {time.monotonic() - begin:.1f} s", flush=True)
        checks.equal("each message that is no event is a dead letter", trial.shop.depth(trial.shop.dead), 300)
        trial.shop.channel.queue_purge(trial.shop.dead)
        checks.equal("SIGTERM: exit 0", trial.bridge.stop(), 0)
        os.close(reading)
        verdict = trial.verdict()
        seen = {kind: verdict.outward.counts[kind] for kind in ("lost", "applied twice", "reordered", "unexpected")}
        checks.equal("nothing is lost, applied twice, reordered or unexpected", set(seen.values()), {0})


if __name__ == "__main__":
    main(run)
