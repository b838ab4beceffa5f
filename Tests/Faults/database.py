#!/usr/bin/env python3
"""A database that is damaged, of a newer version, of another program, or in use: refused at the start, with what to do.
One that is taken away while the bridge works: the bridge ends, and nothing is lost once it is put back. What is missing
after a kill, the file, its log or a part of it, is refused, and never replaced by a new one without a word."""
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
    overwrite(folder / "bridge.sqlite", place, size)
    return folder


def overwrite(path, place, size):
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(b"\xa5" * size)


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


def missing(checks, trial):
    """Each of the files that a kill leaves is taken away, emptied, cut or damaged, in a copy of all of them."""
    trial.bridge.kill()
    log = trial.folder / "bridge.sqlite-wal"
    checks.that("the log of the killed bridge holds frames", log.stat().st_size > 20_000, log.stat().st_size)
    half = log.stat().st_size // 2
    harms = {
        "no file": ("bridge.sqlite", lambda file: file.unlink(), "is missing"),
        "an empty file": ("bridge.sqlite", lambda file: file.write_bytes(b""), "is empty"),
        "no log": ("bridge.sqlite-wal", lambda file: file.unlink(), "had come to mark"),
        "an empty log": ("bridge.sqlite-wal", lambda file: file.write_bytes(b""), "had come to mark"),
        "half a log": ("bridge.sqlite-wal", lambda file: file.write_bytes(file.read_bytes()[:half]), "frames that were committed"),
        "a damaged log": ("bridge.sqlite-wal", lambda file: overwrite(file, half, 8), "frames that were committed"),
        "no mark": ("bridge.sqlite.mark", lambda file: file.unlink(), "is missing"),
        "a damaged mark": ("bridge.sqlite.mark", lambda file: file.write_bytes(b"nonsense"), "cannot be read"),
    }
    for what, (name, harm, words) in harms.items():
        folder = trial.folder / what.replace(" ", "-")
        folder.mkdir()
        for file in trial.folder.glob("bridge.sqlite*"):
            if file.is_file():
                shutil.copyfile(file, folder / file.name)
        harm(folder / name)
        refused(checks, trial, what, [words, "--accept-restored"], folder)
    trial.bridge.start()
    checks.that("all of it: it goes on", trial.bridge.says_again("consuming queues=", 20), trial.bridge.tail())


def run(options, checks):
    with Trial(options, window=50, rate=200) as trial:
        if not trial.ready(checks):
            return
        for name in ("bridge.sqlite", "bridge.sqlite-wal"):
            taken_away(checks, trial, name)
        checks.that("a first start says so", "new database" in trial.bridge.text(), trial.bridge.tail())
        before = trial.sender.confirmed
        trial.crowd(200, 5)
        until(lambda: trial.sender.confirmed > before + 100, 10)
        missing(checks, trial)
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
