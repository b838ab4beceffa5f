#!/usr/bin/env python3
"""Everything at once, drawn by a seed: load, the faults of the soak, poison of every kind, a full disk, an exchange that is
deleted, a full queue, backups, garbage at the control socket, a second bridge on the same store.

At the end every message is applied once, and what is parked or dead is the poison, each of it once. Odd seeds use a
classic queue, even ones a quorum queue. Root only: the disk is a file system of its own, so that it can be filled.
"""
import json
import os
import pathlib
import random
import socket
import subprocess
import time

import harms
from disk import SmallDisk
from poison import PREFIX, ROUTES, Poison, models
from soak import Soak, chosen, flat
from trial import Trial, until

from bridge import Bridge
from checks import main
from private import PrivateBroker
from proxy import Proxy

MIXED = {}


def mixed(weight):
    def keep(function):
        MIXED[function] = weight
        return function
    return keep


@mixed(8)
def poisoned(mixture, chance):
    mixture.poison.send(chance, chance.randrange(1, 6))


@mixed(2)
def disk_full(mixture, chance):
    mixture.disk.fill()
    time.sleep(chance.uniform(1, 6))
    mixture.disk.empty()


@mixed(2)
def exchange_deleted(mixture, chance):
    """The bridge declares it and binds its queue again by itself."""
    mixture.trial.shop.channel.exchange_delete(mixture.trial.shop.outward)
    time.sleep(chance.uniform(0, 2))


@mixed(2)
def queue_full(mixture, chance):
    """The broker refuses every publication for a while."""
    queue = mixture.trial.shop.heard
    mixture.broker.control(
        "set_policy", "full", f"^{queue}$", json.dumps({"max-length": 1, "overflow": "reject-publish"}), "--apply-to", "queues")
    time.sleep(chance.uniform(1, 6))
    mixture.broker.control("clear_policy", "full")


@mixed(2)
def backed_up(mixture, chance):
    mixture.backups += 1
    target = mixture.copies / f"backup-{mixture.backups}.sqlite"
    status, said = mixture.command("backup", str(target))
    mixture.count("a backup was made", status == 0)
    target.unlink(missing_ok=True)


@mixed(2)
def second_bridge(mixture, chance):
    """On the same store: it is refused, and the first goes on."""
    other = Bridge(mixture.bridge.binary, mixture.bridge.folder, mixture.bridge.configuration.read_text())
    status, said = other.once("run", "--config", str(other.configuration), seconds=60)
    if status == 0 or "in use" not in said:
        mixture.complain(f"a second bridge ended with {status}: {said[-300:]}")


@mixed(1)
def garbage_at_the_socket(mixture, chance):
    for path in pathlib.Path(mixture.bridge.folder).glob("*.sock*"):
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(str(path))
                client.sendall(chance.randbytes(chance.randrange(1, 5000)))
        except OSError:
            pass


@mixed(2)
def looked_into(mixture, chance):
    """What an operator asks meanwhile."""
    for command in (("parked",), ("instances", "--limit", "5"), ("parked", "--json")):
        mixture.command(*command)


class Mixture(Soak):
    def __init__(self, options, trial, broker, proxy, disk):
        super().__init__(options, trial, broker, proxy)
        self.disk, self.backups, self.copies = disk, 0, pathlib.Path(options.folder) / "copies"
        self.copies.mkdir(exist_ok=True)
        self.poison = Poison(broker.url, trial.shop.inward)

    def command(self, *words):
        """A command of the bridge: (exit status, what it said); (None, "") if it took too long."""
        try:
            return self.bridge.once(*words, "--config", str(self.bridge.configuration), seconds=30)
        except subprocess.TimeoutExpired:
            return None, ""

    def parked(self):
        status, said = self.command("parked", "--json", "--limit", "100000")
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")] if status == 0 else None


def judge_poison(checks, mixture):
    """Each poison is parked once, or a dead letter; nothing else is."""
    mixture.clock.shift(1300)  # timers that were set while the clock was ahead are due
    timers = sum(kind == "poison_timer" for kind in mixture.poison.sent.values())
    until(lambda: sum((row.get("process") or "") == "poison_timer" for row in mixture.parked() or []) >= timers, 60)
    until(lambda: mixture.parked() is not None, 30)
    rows, parked, others = mixture.parked() or [], {}, []
    for row in rows:
        if (row.get("process") or "").startswith("poison_") or (row.get("message_id") or "").startswith(PREFIX):
            parked[row.get("message_id") or row["parked"]] = row
        else:
            others.append(row)
    checks.equal("what is parked is the poison", others, [])
    dead = set()
    while (letter := mixture.trial.dead())[0] is not None:
        dead.add((letter[1].message_id or "").split("/")[-1])
    odd = [identity for identity in dead if not identity.startswith(PREFIX)]
    checks.equal("dead letters are the poison", odd, [])
    named = {row.get("message_id") for row in rows}
    tolerated = ("poison_timer", "poison_void")  # parked as an instance or a publication, which have ids of their own
    missing = [identity for identity, kind in mixture.poison.sent.items()
               if identity not in dead and identity not in named and kind not in tolerated]
    checks.equal("no poison is gone", missing, [])
    for kind in tolerated:
        sent = sum(each == kind for each in mixture.poison.sent.values())
        seen = sum((row.get("process") or "") == kind for row in rows)
        checks.equal(f"{kind}: each is parked", seen, sent)
    print(f"{len(mixture.poison.sent)} poison messages: {len(rows)} parked, {len(dead)} dead letters", flush=True)


def configure(parser):
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--rate", type=float, default=60, help="messages a second")
    parser.add_argument("--only", help="these faults alone, by name, with commas between")
    parser.add_argument("--pause", type=float, default=2, help="seconds between faults, on average")


def run(options, checks):
    print(f"seed {options.seed}, {options.minutes} minutes", flush=True)
    if os.geteuid() != 0:
        print("SKIPPED: only root can fill a disk of its own")
        checks.that("root", True)
        return
    broker = PrivateBroker(options.folder / "broker", os.getpid())
    options.broker = broker.url
    proxy, chance = Proxy(broker.url), random.Random(options.seed)
    kind = "classic" if options.seed % 2 else "quorum"
    # What an operator deletes with a queue is not the bridge's to keep: the soak has that fault.
    kinds = {**{harm: weight for harm, weight in harms.HARMS.items() if harm is not harms.queue_deleted}, **MIXED}
    small = options.folder / "small"
    try:
        with SmallDisk(small, megabytes=700) as disk:
            own = type(options)(**{**vars(options), "folder": small})
            with Trial(own, bridge_url=proxy.url, rate=options.rate, heartbeat="2s", queue=kind, models=list(models()),
                       journal=options.folder / "journal.jsonl") as trial:
                route(trial)
                trial.bridge.kill()
                trial.bridge.start()
                if not trial.ready(checks):
                    return
                mixture = Mixture(options, trial, broker, proxy, disk)
                trial.bridge.kill()
                mixture.start_bridge()
                mixture.run(options.minutes * 60, chosen({**kinds, **harms.RESTARTS}, options.only), options.pause, chance)
                proxy.harm, proxy.frozen, proxy.slowness = None, False, 0
                trial.finish_sending()
                mixture.reconnect()
                trial.settle(120)
                for what, count in sorted(mixture.counts.items()):
                    print(f"{count:6} {what}")
                checks.equal("the bridge never ended by itself", mixture.complaints, [])
                mixture.reconnect()
                judge_poison(checks, mixture)
                trial.judge(checks, is_poison=is_poison)
    finally:
        broker.stop()


def route(trial):
    """The bridge binds the listener's queue itself; publications of one process go where no queue is."""
    path = trial.bridge.configuration
    text, exchange = path.read_text(), trial.shop.outward
    head, tail = text.split("outbound:\n")
    bind = f'    bind: [ {{ queue: {trial.shop.heard}, type: classic, key: "#" }} ]\n'
    path.write_text(f"{head}outbound:\n{ROUTES.format(exchange=exchange)}{tail}{bind}")


def is_poison(text):
    return PREFIX in str(text) or "poison_" in str(text)


if __name__ == "__main__":
    main(run, configure)
