"""A run with faults: a bridge, those who send to it and listen to it, and the verdict at the end."""
import pathlib
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[1:1] = [str(TESTS / folder) for folder in ("Faults/kit", "Clients", "Verdict")]

from bridge import Bridge  # noqa: E402
from checks import until  # noqa: E402
from crowd import crowd  # noqa: E402
from journal import Journal  # noqa: E402
from listener import Listener  # noqa: E402
from sender import Sender  # noqa: E402
from shop import Shop  # noqa: E402
from stored import Stored  # noqa: E402
from verdict import FAULTS, Verdict  # noqa: E402


class Trial:
    """Everything of one run; `bridge_url` is how the bridge reaches the broker, through a proxy for instance."""

    def __init__(self, options, bridge_url=None, window=200, rate=None, heartbeat="10s", queue="quorum", journal=None, models=()):
        self.folder = pathlib.Path(options.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.shop, self.queue = Shop(options.broker, listen=False), queue
        configuration = self.shop.configuration(url=bridge_url).replace('" }', f'", heartbeat: {heartbeat} }}', 1)
        self.bridge = Bridge(options.binary, self.folder, configuration.replace("type: quorum", f"type: {queue}"))
        self.write_models(models)
        self.path = journal or self.folder / "journal.jsonl"
        self.path.unlink(missing_ok=True)
        for old in [*self.folder.glob("bridge.sqlite*"), self.folder / "bridge.log"]:
            old.unlink(missing_ok=True)
        self.journal = Journal(self.path)
        self.sender = Sender(options.broker, self.shop.inward, self.journal, window=window, rate=rate)
        self.listener = Listener(options.broker, self.shop.heard, self.shop.outward, self.journal)
        self.crowds, self.expected = 0, 0

    def write_models(self, models):
        """Processes beside the shop, as (file, text)."""
        for file, text in models:
            (self.folder / file).write_text(text)
        added = "".join(f', "{file}"' for file, _ in models)
        path = self.bridge.configuration
        path.write_text(path.read_text().replace('" ]\ninbound', f'"{added} ]\ninbound'))

    def __enter__(self):
        self.listener.start()
        self.listener.ready.wait(30)
        self.bridge.__enter__()
        return self

    def __exit__(self, *reason):
        self.sender.end()
        self.listener.end()
        self.bridge.__exit__(*reason)
        self.shop.__exit__()

    def ready(self, checks):
        """Whether the bridge consumes; from then on there is somewhere to send to."""
        good = checks.that("the bridge consumes", self.shop.ready(self.bridge), self.bridge.tail())
        if good and not self.sender.is_alive():
            self.sender.start()
        return good

    def delivered(self, identity, redelivered):
        """For a proxy that sees what the broker delivers to the bridge."""
        self.journal.note(("delivered", identity, redelivered))

    def crowd(self, count, seed):
        """Sends that many orders and their payments, as fast as the sender may."""
        messages, expected = crowd(f"{self.shop.name}-{self.crowds}", count, seed)
        self.crowds += 1
        self.expected += len(expected)
        self.journal.note(*expected)
        self.sender.send(messages)

    def finish_sending(self):
        """What is still to be sent goes as fast as it may."""
        self.sender.rate = None

    def complete(self):
        return self.sender.left == 0 and len(self.listener.facts) >= self.expected

    def settle(self, patience):
        """Waits until everything expected has come, or nothing has for so many seconds; then for stragglers."""
        came, latest = -1, time.monotonic()
        while not self.complete() and time.monotonic() - latest < patience:
            if self.listener.came + self.sender.confirmed != came:
                came, latest = self.listener.came + self.sender.confirmed, time.monotonic()
            time.sleep(0.05)
        came = self.listener.came
        until(lambda: self.listener.came > came, 1)
        return self.complete()

    def verdict(self, is_poison=None):
        """When the bridge has ended: takes the dead letters in, and judges."""
        self.sender.end()
        self.listener.end()
        while (dead := self.dead())[0] is not None:
            self.journal.note(("dead", dead[1].message_id))
        self.journal.flush()
        verdict = Verdict(Journal.read(self.path), Stored(self.folder / "bridge.sqlite"), is_poison)
        print(verdict.table(), flush=True)
        return verdict

    def judge(self, checks, duplicates_allowed=True, is_poison=None, reordered=0.01):
        """Ends the bridge as a person would, and expects that every promise was kept; `is_poison` tells an id of what
        was sent to fail, and is judged elsewhere.

        A quorum queue gives what was under way on a lost connection behind newer messages at times (`returns.py` shows
        it without a bridge): what comes in so is told, and must be rare, at most `reordered` of all. Where the deliveries
        were written down nothing is allowed: they say what the broker did.
        """
        checks.equal("SIGTERM: exit 0", self.bridge.stop(), 0)
        checks.equal("the queue is empty", until(lambda: self.shop.depth(self.shop.orders) == 0, 60) and 0, 0)
        verdict = self.verdict(is_poison)
        for kind in FAULTS:
            inward, outward = verdict.inward.counts[kind], verdict.outward.counts[kind]
            if kind == "reordered" and self.queue == "quorum" and inward and not self.journal.delivered:
                print(f"reordered, in: {inward}", flush=True)
                inward = 0 if inward <= len(self.journal.acknowledged) * reordered else inward
            checks.equal(f"{kind}, in and out", (inward, outward), (0, 0))
        if self.journal.delivered:
            self.judge_late(checks, verdict.inward.late)
        checks.equal("nothing waits in the outbox", verdict.waiting, 0)
        if not duplicates_allowed:
            checks.equal("no duplicates", verdict.outward.counts["duplicates"], 0)
        if checks.failed:
            print(f"--- {self.bridge.log}\n{self.bridge.tail()}", flush=True)
        return verdict

    def judge_late(self, checks, late):
        """What the broker itself gave again behind newer messages, and no other, may be applied behind them."""
        again = {identity for identity, redelivered in self.journal.delivered if redelivered}
        print(f"{len(late)} messages were delivered late by the broker, {len(late & again)} of them again", flush=True)
        checks.equal("what was delivered late had been given back", late - again, set())

    def dead(self):
        return self.shop.channel.basic_get(self.shop.dead, auto_ack=True) if self.shop.depth(self.shop.dead) else (None,)
