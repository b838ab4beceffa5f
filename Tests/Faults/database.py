#!/usr/bin/env python3
"""A database that is damaged, of a newer version, of another program, or in use: refused at the start, with what to do."""
import shutil
import sqlite3

from trial import Trial

from bridge import Bridge
from checks import main


def refused(checks, trial, what, words, folder):
    bridge = Bridge(trial.bridge.binary, folder, trial.shop.configuration())
    status, said = bridge.once("run", "--config", str(bridge.configuration), seconds=30)
    checks.that(f"{what}: refused", status not in (0, None), f"{status} {said}")
    checks.that(f"{what}: says what it is and what to do", all(word in said for word in words), said)


def copied(trial, name):
    """The database of a run that has ended, in a folder of its own."""
    folder = trial.folder / name
    folder.mkdir(exist_ok=True)
    shutil.copyfile(trial.folder / "bridge.sqlite", folder / "bridge.sqlite")
    return folder


def changed(folder, statement):
    database = sqlite3.connect(folder / "bridge.sqlite")
    database.execute(statement)
    database.commit()
    database.close()
    return folder


def damaged(folder, place, size):
    with open(folder / "bridge.sqlite", "r+b") as file:
        file.seek(place)
        file.write(b"\xa5" * size)
    return folder


def run(options, checks):
    with Trial(options) as trial:
        if not trial.ready(checks):
            return
        refused(checks, trial, "a second bridge on the same database", ["in use by another process"], trial.folder)
        trial.crowd(200, 3)
        trial.settle(30)
        trial.judge(checks, doubles_allowed=False)
        sqlite3.connect(trial.folder / "bridge.sqlite").execute("PRAGMA wal_checkpoint(TRUNCATE)")
        newer = changed(copied(trial, "newer"), "PRAGMA user_version = 99")
        refused(checks, trial, "a newer version", ["schema 99", "run the bridge that wrote it"], newer)
        foreign = changed(copied(trial, "foreign"), "PRAGMA application_id = 77")
        refused(checks, trial, "another program's", ["another program", "store.path"], foreign)
        for place, size in ((0, 100), (4096, 64), (20_000, 4096)):
            torn = damaged(copied(trial, f"torn-{place}"), place, size)
            refused(checks, trial, f"{size} bytes damaged at {place}", ["bridge.sqlite"], torn)


if __name__ == "__main__":
    main(run)
