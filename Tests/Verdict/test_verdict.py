#!/usr/bin/env python3
"""The verdict judged: a run that kept every promise is found clean, and every planted error is found.

Errors are planted in the journal, in the database, and in the broker's queues while the run goes on.
"""
import copy
import json
import pathlib
import sqlite3
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / "Faults"))

import pika  # noqa: E402
from trial import Trial, until  # noqa: E402

from checks import main  # noqa: E402
from journal import Journal  # noqa: E402
from plants import PLANTS  # noqa: E402
from stored import Stored, copy_database  # noqa: E402
from verdict import FAULTS, Verdict  # noqa: E402


def judged(journal, store, folder, change):
    """The verdict after `change`, made to copies."""
    copied = folder / "planted.sqlite"
    copy_database(store, copied)
    journal = copy.deepcopy(journal)
    with sqlite3.connect(copied) as database:
        change(journal, database)
    database.close()
    return Verdict(journal, Stored(copied))


def loaded(path):
    journal = Journal.read(path)
    journal.lock = None  # a lock cannot be copied, and nobody else writes
    return journal


def plants(checks, trial):
    store = trial.folder / "bridge.sqlite"
    journal = loaded(trial.path)
    checks.that("nothing planted: it holds", judged(journal, store, trial.folder, lambda *_: None).holds)
    for name, direction, kind, change in PLANTS:
        verdict = judged(journal, store, trial.folder, change)
        side = verdict.inward if direction == "in" else verdict.outward
        found = side.counts[kind] >= 1 and verdict.holds == (kind not in FAULTS)
        checks.that(f"planted: {name}: {kind}, {direction}", found, verdict.table())


def damaged(checks, trial):
    torn = trial.folder / "torn.sqlite"
    copy_database(trial.folder / "bridge.sqlite", torn)
    with sqlite3.connect(torn) as database:
        database.execute("PRAGMA writable_schema = ON")
        root, = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'instance_due'").fetchone()
        database.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'inbox_digest'", (root,))
    database.close()
    verdict = Verdict(loaded(trial.path), Stored(torn))
    checks.that("a damaged database is found", not verdict.holds and verdict.inward.counts["unexpected"], verdict.table())


def in_the_queues(checks, trial):
    """What somebody else does to the queues shows as well."""
    channel, shop = trial.shop.channel, trial.shop
    arrival = trial.journal.arrived[0]
    before = trial.listener.came
    for body in (arrival[5], {**arrival[5], "amount": -1}):
        channel.basic_publish(
            "", shop.heard, json.dumps(body).encode(), pika.BasicProperties(
                message_id=arrival[0], type=arrival[3],
                headers={"x-process-instance": arrival[1], "x-sequence": arrival[2], "x-caused-by": arrival[4]}))
    channel.basic_publish("", shop.orders, b'{"order_id": "ghost", "lines": []}', pika.BasicProperties(
        message_id="ghost", type="order_placed", content_type="application/json"))
    checks.that("the planted messages came", until(lambda: trial.listener.came >= before + 3, 15), trial.listener.came)
    channel.basic_publish("", shop.dead, b"", pika.BasicProperties(message_id="dead"))


def run(options, checks):
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(40, 7)
        checks.that("everything came", trial.settle(20), trial.journal.arrived)
        trial.judge(checks, duplicates_allowed=False)
        plants(checks, trial)
        damaged(checks, trial)
    planted = type(options)(**{**vars(options), "folder": options.folder / "queues"})
    with Trial(planted) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(10, 8)
        trial.settle(20)
        in_the_queues(checks, trial)
        checks.equal("SIGTERM: exit 0", trial.bridge.stop(), 0)
        verdict = trial.verdict()
        checks.equal("planted in the queue out: a duplicate", verdict.outward.counts["duplicates"], 1)
        checks.equal("planted in the queue out: another body", verdict.outward.counts["other body"], 1)
        checks.equal("planted in the queue in: unexpected in both directions, and a dead letter",
                     (verdict.inward.counts["unexpected"], verdict.outward.counts["unexpected"]), (2, 1))


if __name__ == "__main__":
    main(run)
