#!/usr/bin/env python3
"""Backups of a bridge that works and of one that does not, and what happens when an older copy is put back."""
import shutil
import sqlite3
import subprocess

from bridge import Bridge
from checks import main, until
from shop import Shop

FILES = ("bridge.sqlite", "bridge.sqlite-wal")


def take(bridge, folder):
    """Copies the files of a bridge that is stopped, as somebody without `backup` would."""
    folder.mkdir()
    for name in FILES:
        if (bridge.folder / name).exists():
            shutil.copy(bridge.folder / name, folder / name)


def put_back(bridge, source):
    """Puts copied files, or a backup, in the place of the database."""
    for name in FILES:
        (bridge.folder / name).unlink(missing_ok=True)
    if source.is_dir():
        for each in source.iterdir():
            shutil.copy(each, bridge.folder / each.name)
    else:
        shutil.copy(source, bridge.folder / FILES[0])


def refused(checks, what, bridge):
    """It does not start, twice, and says what to do."""
    for _ in range(2):
        status, said = bridge.once("run", "--config", str(bridge.configuration))
        checks.that(f"{what}: refused with exit 1, saying what to do",
                    status == 1 and "--accept-restored" in said and "older copy" in said, f"{status} {said}")


def accepted(checks, bridge, shop):
    """It starts with the copy on purpose."""
    before = bridge.text().count("consuming queues=")
    bridge.start(arguments=["--accept-restored"])
    went = until(lambda: bridge.text().count("consuming queues=") > before or not bridge.running(), 60)
    return checks.that("accepted: it goes on", went and bridge.running() and shop.ready(bridge), bridge.tail())


def backups(checks, bridge, shop, copy):
    def backup(*arguments):
        return bridge.once("backup", *arguments, "--config", str(bridge.configuration))

    for number in range(300):
        shop.order(f"B-{number}", price=100, quantity=1)
    status, said = backup(str(copy))
    checks.that("backup at work: exit 0", status == 0, said)
    with sqlite3.connect(copy) as database:
        checks.equal("backup at work: the copy is whole", database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
    checks.equal("backup at work: the copy is its owner's alone", copy.stat().st_mode & 0o777, 0o600)
    size = copy.stat().st_size
    status, said = backup(str(copy))
    checks.that("backup to a file that is there: exit 1, it stays", status == 1 and "exists" in said and copy.stat().st_size == size, said)
    status, said = backup("/nowhere/at/all")
    checks.that("backup to nowhere: exit 1, says why", status == 1 and "/nowhere" in said, said)
    checks.equal("backup: nothing else is left behind", [each.name for each in copy.parent.glob("*.partial*")], [])
    asked = {}
    for _ in range(300):
        _, properties, body = shop.hears("payment_requested")
        asked[body["order_id"]] = properties
    checks.equal("backup at work: nothing is lost or twice in the running bridge", len(asked), 300)
    return asked


def broken_off(options, checks, bridge, shop):
    """The command is killed while the bridge makes the copy, and another one while it would name it."""
    copy = options.folder / "broken.sqlite"
    partial = options.folder / "broken.sqlite.partial"
    command = ["backup", str(copy), "--config", str(bridge.configuration)]
    bridge.kill()
    if shutil.which("strace"):
        bridge.start("strace", "-f", "-o", "/dev/null", "-P", str(partial), "-e", "inject=pwrite64:delay_enter=100000")
        # The broker may count the killed one's consumer for a while.
        checks.that("backup broken off: the bridge consumes", bridge.says_again(" consuming queues=", 60), bridge.tail())
        process = subprocess.Popen([bridge.binary, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = until(partial.exists, 60)
        process.kill()
        process.wait()
        checks.that("backup broken off: the bridge removes what it began", begun and until(lambda: not partial.exists(), 60)
                    and bridge.says(["nobody waits for the backup"], 60) and not copy.exists(), bridge.tail())
        bridge.kill()
        other = options.folder / "nolinks.sqlite"
        command[1] = str(other)
        for expected in (0, 1):
            ended = subprocess.run(
                ["strace", "-f", "-o", "/dev/null", "-e", "inject=link,linkat:error=EPERM", bridge.binary, *command],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
            checks.that("backup where a file has one name only: made, and never over another",
                        other.stat().st_size > 10000 and (ended.returncode, "exists" in ended.stderr) == (expected, expected == 1), ended.stderr)
        command[1] = str(copy)
    else:
        print("SKIPPED: a backup that is broken off, or where a file has one name only, needs strace")
    partial.write_bytes(b"")
    status, said = bridge.once(*command)
    checks.that("backup broken off: what is left of it is told", status == 1 and str(partial) in said and "remove it" in said, said)
    partial.unlink()
    status, said = bridge.once(*command)
    checks.that("backup broken off: the next one succeeds", status == 0 and copy.exists(), said)
    bridge.start()
    checks.that("backup broken off: the bridge goes on", shop.ready(bridge), bridge.tail())


def run(options, checks):
    with Shop(options.broker) as shop, Bridge(options.binary, options.folder / "b", shop.configuration()) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        shop.order("OLD", price=500, quantity=1)
        _, old, _ = shop.hears("payment_requested")
        copy = options.folder / "copy.sqlite"
        backups(checks, bridge, shop, copy)

        broken_off(options, checks, bridge, shop)

        # What the copy does not know: the payment, and what came of it.
        shop.pay("OLD", 500)
        _, first, _ = shop.hears("order_shipped")
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        put_back(bridge, copy)
        refused(checks, "a backup put back", bridge)
        if not accepted(checks, bridge, shop):
            return
        shop.drops_duplicates = True  # what was in the copy's outbox is published again, under its own ids
        shop.pay("OLD", 500)
        _, second, body = shop.hears("order_shipped")
        checks.equal("accepted: the instance of the copy goes on", (second.correlation_id, body["paid"]), (old.correlation_id, 500))
        checks.that("accepted: no id is used twice", second.message_id != first.message_id
                    and second.headers["x-sequence"] > 1_000_000, (first.message_id, second.message_id))
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)

        # Files copied while the bridge was stopped.
        take(bridge, options.folder / "files")
        bridge.start()
        shop.order("NEW", price=1, quantity=1)
        shop.hears("payment_requested")
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        status, said = bridge.once("backup", str(options.folder / "closed.sqlite"), "--config", str(bridge.configuration))
        checks.that("backup of a closed database: exit 0", status == 0, said)
        newest = options.folder / "newest"
        take(bridge, newest)
        put_back(bridge, options.folder / "files")
        refused(checks, "older files put back", bridge)
        put_back(bridge, options.folder / "closed.sqlite")
        refused(checks, "a backup of a closed database put back", bridge)
        put_back(bridge, newest)
        bridge.start()
        checks.that("the newest files put back: it starts", bridge.says_again(" consuming queues=", 60), bridge.tail())
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        (bridge.folder / "bridge.sqlite.mark").unlink()
        refused(checks, "without the file beside it", bridge)
        status, said = bridge.once("backup", str(options.folder / "none.sqlite"), "--store", str(options.folder / "no.sqlite"))
        checks.that("backup of no database: exit 1, and none is made", status == 1 and not (options.folder / "no.sqlite").exists(), said)


if __name__ == "__main__":
    main(run)
