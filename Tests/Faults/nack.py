#!/usr/bin/env python3
"""A full queue refuses publications: each is tried again until it is taken, later ones of its instance wait."""
import threading
import time

from trial import Trial, until

import pika
from checks import main


class Narrow(threading.Thread):
    """A queue of one message that refuses the next; somebody takes one now and then."""

    def __init__(self, trial):
        super().__init__(daemon=True)
        self.url, self.name, self.exchange = trial.shop.url, f"{trial.shop.name}.narrow", trial.shop.outward
        self.taken, self.ended = set(), False

    def run(self):
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        channel = connection.channel()
        channel.queue_declare(self.name, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
        channel.queue_bind(self.name, self.exchange, "#")
        while not self.ended:
            _, properties, _ = channel.basic_get(self.name, auto_ack=True)
            self.taken |= {properties.message_id} if properties else set()
            time.sleep(0.01)
        channel.queue_delete(self.name)
        connection.close()


def run(options, checks):
    with Trial(options, rate=100) as trial:
        narrow = Narrow(trial)
        narrow.start()
        if not trial.ready(checks):
            return
        trial.crowd(40, 4)
        checks.that("everything comes though most is refused at first", trial.settle(40), trial.listener.came)
        taken = until(lambda: len(narrow.taken) >= trial.expected, 60)
        checks.that("the narrow queue has taken each in the end", taken, len(narrow.taken))
        narrow.ended = True
        narrow.join(10)
        verdict = trial.judge(checks)
        # What one queue refused, the other had taken: the duplicates are the proof that there were refusals.
        checks.that("publications were refused", verdict.outward.counts["duplicates"] > 0)


if __name__ == "__main__":
    main(run)
