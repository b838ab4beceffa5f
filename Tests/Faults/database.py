#!/usr/bin/env python3
"""A database that is damaged, of a newer version, of another program, or in use: refused at the start, with what to do.
One that is taken away while the bridge works: the bridge ends, and nothing is lost once it is put back."""
import shutil
import sqlite3

from trial import Trial

from bridge import Bridge
from checks import main, until


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


def taken_away(checks, trial, name):
    """Moves one of its files away under load, and back once the bridge has ended."""
    file = trial.folder / name
    trial.crowd(200, 4)
    before = trial.sender.confirmed
    until(lambda: trial.sender.confirmed > before + 50, 10)
    file.rename(file.with_suffix(".away"))
    checks.that(f"{name} is moved away: the bridge ends", until(lambda: not trial.bridge.running(), 10), trial.bridge.tail())
    checks.equal("with 1", trial.bridge.process.poll(), 1)
    checks.that("and says why", f"{name} was moved or removed" in trial.bridge.text(), trial.bridge.tail())
    file.with_suffix(".away").rename(file)
    trial.bridge.start()
    checks.that("put back: it goes on", trial.bridge.says_again("consuming queues=", 20), trial.bridge.tail())


def run(options, checks):
    with Trial(options, window=50, rate=200) as trial:
        if not trial.ready(checks):
            return
        for name in ("bridge.sqlite", "bridge.sqlite-wal"):
            taken_away(checks, trial, name)
        trial.finish_sending()
        refused(checks, trial, "a second bridge on the same database", ["in use by another process"], trial.folder)
        trial.crowd(200, 3)
        trial.settle(30)
        trial.judge(checks)
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
