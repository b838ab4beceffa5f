#!/usr/bin/env python3
"""The disk is full, slow, and broken: the bridge pauses, keeps its links, and ends without settling anything.

The full disk is a file system of 40 MB that only root can mount; slowness and errors need strace.
"""
import os
import pathlib
import shutil
import subprocess

from trial import Trial, until

from checks import main


class SmallDisk:
    def __init__(self, folder, megabytes=40):
        self.folder, self.megabytes = pathlib.Path(folder), megabytes

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.megabytes}m", "none", self.folder], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.folder])

    def fill(self):
        """To the last byte, though others write meanwhile."""
        with open(self.folder / "filler", "wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass

    def empty(self):
        (self.folder / "filler").unlink(missing_ok=True)


def full(options, checks):
    with SmallDisk(options.folder / "small") as disk:
        with Trial(type(options)(**{**vars(options), "folder": disk.folder}), rate=400,
                   journal=options.folder / "full.jsonl") as trial:
            if not trial.ready(checks):
                return
            trial.crowd(800, 1)
            until(lambda: trial.listener.came > 100, 60)
            disk.fill()
            checks.that("a full disk: says so", trial.bridge.says(["not consuming for now"], 60), trial.bridge.tail())
            until(lambda: trial.sender.left == 0, 60)
            checks.that("a full disk: goes on living, and leaves what comes in the queue",
                        trial.bridge.running() and trial.shop.depth(trial.shop.orders) > 0, trial.bridge.tail())
            disk.empty()
            checks.that("room again: consumes again", trial.bridge.says(["consuming again"], 60), trial.bridge.tail())
            trial.settle(30)
            trial.judge(checks)


def limited(options, checks):
    """A file may grow no further (`ulimit -f`): a full disk, and not the end."""
    with Trial(type(options)(**{**vars(options), "folder": options.folder / "limited"}), rate=400) as trial:
        if not trial.ready(checks):
            return
        trial.crowd(400, 4)
        until(lambda: trial.listener.came > 100, 60)
        pid = str(trial.bridge.process.pid)
        files = [file for file in trial.folder.glob("bridge.sqlite*") if not file.name.endswith(".ballast")]
        size = max(file.stat().st_size for file in files) + (256 << 10)
        subprocess.run(["prlimit", "--pid", pid, f"--fsize={size}:"], check=True)
        trial.crowd(800, 5)
        checks.that("files may not grow: says so", trial.bridge.says(["not consuming for now"], 60), trial.bridge.tail())
        checks.that("and what to do", "ulimit -f" in trial.bridge.text(), trial.bridge.tail())
        checks.that("and goes on living", trial.bridge.running(), trial.bridge.tail())
        subprocess.run(["prlimit", "--pid", pid, "--fsize=unlimited:"], check=True)
        checks.that("they may again: consumes again", trial.bridge.says(["consuming again"], 60), trial.bridge.tail())
        trial.settle(30)
        trial.judge(checks)


def few_descriptors(options, checks):
    """With too few descriptors it says so, and waits or ends; with enough again it goes on where it was."""
    with Trial(type(options)(**{**vars(options), "folder": options.folder / "descriptors"})) as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        statuses, silent = set(), []
        for most in range(9, 24):
            start = len(trial.bridge.text())
            trial.bridge.start("prlimit", f"--nofile={most}:{most}")
            until(lambda: not trial.bridge.running() or "consuming queues=" in trial.bridge.text()[start:], 2)
            statuses.add(trial.bridge.process.poll())
            said = trial.bridge.text()[start:]
            if "consuming queues=" not in said and "too many open files" not in said.lower():
                silent.append((most, said))
            trial.bridge.kill()
        # 78 is where the configuration itself cannot be read.
        checks.that("few descriptors: runs, waits or ends in order", statuses <= {None, 1, 78}, statuses)
        checks.equal("and says it in words", silent, [])
        trial.bridge.start()
        checks.that("enough again: consumes", trial.bridge.says_again("consuming queues=", 20) or
                    "consuming queues=" in trial.bridge.tail(), trial.bridge.tail())


def slow_and_broken(options, checks):
    with Trial(type(options)(**{**vars(options), "folder": options.folder / "strace"}), rate=200, heartbeat="1s") as trial:
        if not trial.ready(checks):
            return
        trial.bridge.kill()
        start = len(trial.bridge.text())
        trial.bridge.start("strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=700000")
        trial.crowd(400, 2)
        checks.that("a disk that takes 0.7 s a flush: everything comes", trial.settle(30), trial.listener.came)
        said = trial.bridge.text()[start:]
        checks.that("a disk that takes 0.7 s a flush: the links stay up", "not consuming" not in said, said)
        trial.bridge.kill()
        for call, number in (("fdatasync", 9), ("fdatasync", 14), ("pwrite64", 25), ("pwrite64", 60)):
            trial.bridge.start(
                "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={number}")
            for _ in range(40):  # a few at a time: each is a commit
                if trial.bridge.running():
                    trial.crowd(3, number)
                    until(lambda: not trial.bridge.running(), 0.3)
            checks.equal(f"EIO at {call} {number}: exit 1", trial.bridge.process.poll(), 1)
            trial.bridge.kill()
        checks.that("EIO: says that the store is lost", trial.bridge.says(["the store is lost"], 60), trial.bridge.tail())
        trial.bridge.start()
        trial.settle(30)
        trial.judge(checks)


def run(options, checks):
    if os.geteuid() == 0:
        full(options, checks)
    else:
        print("SKIPPED: a full disk needs root")
    limited(options, checks)
    few_descriptors(options, checks)
    if shutil.which("strace"):
        slow_and_broken(options, checks)
    else:
        print("SKIPPED: a slow and a broken disk need strace")


if __name__ == "__main__":
    main(run)
