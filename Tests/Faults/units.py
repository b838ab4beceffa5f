#!/usr/bin/env python3
"""Whatever ends the process is put aside alone at its fifth death: every kind of unit of work, two at once, and a
thousand other messages go through; on the threads that speak to the broker, on the engine's own, and in what a start
reads, too. Needs a debug build: no other can die on demand (BPMN_BRIDGE_DIE).
"""
import json
import time

import pika

from trial import until  # its import finds the kits

from bridge import Bridge
from checks import main
from models import model, process, script, timer
from shop import Shop

OTHERS = 1000
MODEL = model(
    ["nap_begun", "nap_over", "listen_begun", "listened"],
    process("nap", [timer("PT2S")], "nap_over"))
# Too much to be run on the core's thread.
DIG = model(
    ["dig_begun", "dug"], process("dig", [script("n = 0\nfor i in range(60000): n = n + i")], "dug"))


class Mortal(Bridge):
    """A bridge that somebody starts again whenever it has died."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.deaths, self.environment = 0, {}

    def deadly(self, *points):
        self.environment = {"BPMN_BRIDGE_DIE": ",".join(points)}

    def attend(self, condition, seconds):
        """Starts it again whenever it has died, until the condition holds."""
        def done():
            if not self.running():
                # Not a start that found the database taken by a command.
                self.deaths += self.process.returncode < 0
                self.start(**self.environment)
            return condition()
        return until(done, seconds)


class Case:
    """A bridge and a shop of their own for each case."""

    def __init__(self, options, name, inbound="", models=()):
        self.shop = Shop(options.broker)
        folder = options.folder / name
        for old in [*folder.glob("bridge.sqlite*"), folder / "bridge.log"]:
            old.unlink(missing_ok=True)
        configuration = self.shop.configuration(extra=inbound)
        for file, text in models:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
            configuration = configuration.replace('" ]\ninbound', f'", "{file}" ]\ninbound')
        self.bridge = Mortal(options.binary, folder, configuration)

    def __enter__(self):
        self.shop.__enter__()
        self.bridge.__enter__()
        self.shop.ready(self.bridge)
        return self

    def __exit__(self, *reason):
        self.bridge.__exit__(*reason)
        self.shop.__exit__(*reason)

    def again(self, *points):
        """It starts again, with what it dies in."""
        self.bridge.kill()
        self.bridge.deadly(*points)
        self.bridge.start(**self.bridge.environment)

    def ask(self, *arguments):
        status, said = self.bridge.once(*arguments, "--config", str(self.bridge.configuration), "--json")
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")] if status == 0 else None

    def parked(self):
        return self.ask("parked") or []

    def parked_orders(self):
        """The numbers under which each order is parked. One without an id can be there twice: where the process died
        before the broker heard that it was taken, it comes again, and nothing tells it from another."""
        numbers = {}
        for row in self.parked():
            whole = self.ask("parked", str(row["parked"]))
            if whole:
                numbers.setdefault(json.loads(whole[0]["delivery"]["body"])["order_id"], []).append(str(row["parked"]))
        return numbers

    def orders(self, count, name="o"):
        for number in range(count):
            self.shop.order(f"{name}-{number}", message_id=f"{name}-{number}")

    def bare(self, order, headers=None):
        """An order without the property message_id."""
        body = {"order_id": order, "lines": [{"sku": "mug", "quantity": 1, "price": 5}]}
        self.shop.channel.basic_publish(
            self.shop.inward, "order.placed", json.dumps(body).encode(),
            pika.BasicProperties(type="order_placed", headers=headers, content_type="application/json", delivery_mode=2))

    def asked(self, seen):
        """Whose payment was asked for by now."""
        while (heard := self.shop.next(seconds=0.05))[0] is not None:
            if heard[1].type == "payment_requested":
                seen.add(json.loads(heard[2])["order_id"])
        return seen


def through(checks, case, name, count, deaths, parked, told=None, seconds=60):
    """The others go through, and after so many deaths it is over: so many things are parked, as `told` tells them apart."""
    told = told or case.parked
    seen = set()
    case.bridge.attend(lambda: len({each for each in case.asked(seen) if each.startswith(f"{name}-")}) >= count, seconds)
    checks.equal(f"{name}: the {count} others go through", len([each for each in seen if each.startswith(f"{name}-")]), count)
    case.bridge.attend(lambda: len(told()) >= parked and case.shop.depth(case.shop.orders) == 0, seconds)
    things = case.parked()
    checks.equal(f"{name}: what ended it is parked, and nothing else", len(told()), parked)
    checks.equal(f"{name}: at the fifth death each", case.bridge.deaths, deaths)
    case.bridge.deaths = 0
    return things


def deliveries(options, checks):
    """With an id, without one, with an id that only the route knows; two of them in one batch, among a thousand."""
    with Case(options, "deliveries", 'message_id: message_id or headers.get("x-id")') as case:
        case.again("delivery:poison")
        half = OTHERS // 2
        for number in range(OTHERS):
            if number == half:
                case.bare("poison-1")
                case.bare("poison-2", {"x-id": "r"})
            case.shop.order(f"many-{number}", message_id=f"many-{number}")
        case.shop.order("poison-3", message_id="p3")
        things = through(checks, case, "many", OTHERS, 15, 3, case.parked_orders)
        checks.that("deliveries: the reason says so", all("ended 5 times" in each["reason"] for each in things), things[:3])
        checks.equal("SIGTERM: exit 0", case.bridge.stop(), 0)
        numbers = case.parked_orders()
        checks.equal("stopped: what is parked is seen", sorted(numbers), ["poison-1", "poison-2", "poison-3"])
        discarded = numbers.pop("poison-1")
        checks.that("stopped: one is discarded", case.ask("parked", "discard", *discarded, "--why", "no") is not None)
        retried = [number for each in numbers.values() for number in each]
        checks.that("stopped: a retry is asked for", case.ask("parked", "retry", *retried) is not None)
        case.bridge.environment = {}
        case.bridge.start()
        seen = set()
        def done():
            return sorted(each for each in case.asked(seen) if each.startswith("poison-"))
        until(lambda: len(done()) == 2, 30)
        checks.equal("started: what was asked for is done", done(), ["poison-2", "poison-3"])
        checks.equal("started: nothing is parked any more", len(case.parked()), 0)


def clocks_and_held(options, checks):
    """A timer and a held event at once: the message that somebody waits after is not blamed."""
    with Case(options, "clocks", models=[("nap.bpmn", MODEL)]) as case:
        case.shop.send({"order_id": "nap"}, type="nap_begun", message_id="nap-1")
        case.shop.send({"order_id": "late-3", "amount": 5}, type="payment_received", message_id="early-1")
        until(lambda: len(case.ask("held") or []) == 1 and len(case.ask("instances") or []) == 1, 30)
        case.again("timer:nap", "held:early-1")
        case.orders(10, "late")
        things = through(checks, case, "late", 10, 10, 2)
        checks.equal("clocks: an instance and an event", sorted(each["kind"] for each in things), ["event", "instance"])
        case.again()
        checks.that("clocks: it starts", until(lambda: case.shop.ready(case.bridge, 1), 30), case.bridge.tail(3))
        checks.that("clocks: both can be retried", case.ask("parked", "retry", "--all") is not None, case.bridge.tail())


def questions(options, checks):
    """What a person asks, again and again: he gets an answer, and what ends the process stays visible."""
    with Case(options, "questions") as case:
        case.shop.send({"order_id": "deadly", "lines": "none"}, type="order_placed", message_id="deadly")
        case.shop.send({"order_id": "other", "lines": "none"}, type="order_placed", message_id="other")
        until(lambda: len(case.parked()) == 2, 30)
        case.again("parkedShown:deadly", "discard:deadly", "retry:deadly")
        for command in (["parked"], ["parked", "retry", "1"], ["parked", "discard", "1", "--why", "no"]):
            case.bridge.deaths, answer = 0, None
            asked = 0
            while asked < 6:
                # The broker may count the consumer of the one that has just died.
                case.bridge.attend(lambda: case.shop.ready(case.bridge, 0.1), 30)
                status, answer = case.bridge.once(*command, "--config", str(case.bridge.configuration))
                asked += "no bridge runs" not in answer
                until(lambda: not case.bridge.running(), 2)
            checks.that(f"{command}: dies five times, not six", case.bridge.running() and case.bridge.deaths == 5, case.bridge.deaths)
            checks.that(f"{command}: then there is an answer", "ended 5 times" in answer or "discarded" in answer, answer)
        checks.equal("questions: the other is still there", [each["message_id"] for each in case.parked()], ["other"])


def links(options, checks):
    """On the threads that speak to the broker: properties that are decoded, a publication that is written; and a crash
    there that no message is to blame for."""
    with Case(options, "links") as case:
        case.again("link:crash-1")
        case.orders(10, "calm")
        case.shop.order("crash", message_id="crash-1")
        for _ in range(6):
            until(lambda: not case.bridge.running(), 30)
            case.bridge.start(**case.bridge.environment)
        until(lambda: not case.bridge.running(), 30)
        case.bridge.environment = {}
        case.bridge.start()
        through(checks, case, "calm", 10, 0, 0)
        checks.that("links: it is said that nothing is blamed", case.bridge.says(["nothing is blamed for it"], 1), case.bridge.tail(5))
        case.again("decoding:poison-d", "publishing:poison-p")
        case.orders(200, "many")
        case.shop.order("poison-d", message_id="poison-d")
        case.shop.order("poison-p", message_id="p")
        case.orders(200, "more")
        # The undecoded message is known by nothing: if the publication ends the process before the broker has heard that the
        # message was taken, it is redelivered.
        things = through(checks, case, "more", 200, 10, 2, lambda: {each["kind"] for each in case.parked()})
        checks.equal("links: a delivery and a publication", sorted({each["kind"] for each in things}), ["delivery", "publication"])
        checks.that("links: the reasons say so", all("ended 5 times while this" in each["reason"] for each in things), things)
        case.again()
        checks.that("links: it starts", until(lambda: case.shop.ready(case.bridge, 1), 30), case.bridge.tail(3))
        for thing in things:
            answer = case.ask("parked", "retry", str(thing["parked"]))
            checks.that(f"links: the {thing['kind']} can be retried", answer is not None, case.bridge.tail())
        seen = set()
        until(lambda: {"poison-d", "poison-p"} <= case.asked(seen), 30)
        checks.that("links: and is as it was sent", {"poison-d", "poison-p"} <= seen, seen)


def workers(options, checks):
    """On the engine's own threads: a message whose heavy step ends the process, and heavy and light ones beside it; then
    the same retried, which the core waits for."""
    with Case(options, "workers", models=[("dig.bpmn", DIG)]) as case:
        case.again("worker:poison-w")
        ids, heavy = {}, 12
        def heard():
            while (one := case.shop.next(seconds=0.05))[0] is not None:
                if one[1].type in ("dug", "payment_requested"):
                    ids.setdefault(json.loads(one[2])["order_id"], set()).add(one[1].message_id)
            return ids
        def dig(name):
            case.shop.send({"order_id": name}, type="dig_begun", message_id=name)
        for number in range(heavy):
            if number == heavy // 2:
                dig("poison-w")
            dig(f"dig-{number}")
        case.orders(100, "many")
        others = sorted([f"dig-{number}" for number in range(heavy)] + [f"many-{number}" for number in range(100)])
        case.bridge.attend(lambda: len(heard()) >= len(others) and len(case.parked()) >= 1, 60)
        checks.equal("workers: the others go through", sorted(ids), others)
        # What was on its way when the process died may come twice, under its id.
        checks.that("workers: each of them once", all(len(each) == 1 for each in ids.values()), ids)
        things = case.parked()
        checks.equal("workers: what ended it is parked, and nothing else", [each["message_id"] for each in things], ["poison-w"])
        checks.that("workers: the reason says so", all("ended 5 times while this message was applied" in each["reason"] for each in things), things)
        checks.equal("workers: at the fifth death", case.bridge.deaths, 5)
        checks.equal("workers: all is settled", case.shop.depth(case.shop.orders), 0)
        number = str(things[0]["parked"])
        case.ask("parked", "retry", number)
        checks.that("workers: it dies of the retry", until(lambda: not case.bridge.running(), 10))
        case.bridge.start()
        said = "the process died while this was retried: time 1 of 5"
        checks.that("workers: and knows it", until(lambda: case.bridge.says([said], 1), 30), case.bridge.tail(4))
        checks.that("workers: it starts", until(lambda: case.shop.ready(case.bridge, 1), 30), case.bridge.tail(4))
        checks.that("workers: a person has it retried", case.ask("parked", "retry", number) is not None, case.bridge.tail(4))
        until(lambda: "poison-w" in heard(), 30)
        checks.equal("workers: and it goes through", len(ids.get("poison-w", ())), 1)


def reading(options, checks):
    """What a start reads, before there is a database: it ends with 78 and names the file; `check` counts for nothing."""
    with Case(options, "reading", models=[("nap.bpmn", MODEL)]) as case:
        bridge, model_file = case.bridge, case.bridge.folder / "nap.bpmn"
        journal = bridge.folder / "bridge.sqlite.reading"
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        for text in ("nap.bpmn", "bridge.yaml"):
            bridge.deadly(f"reading:{text}")
            ends = []
            for _ in range(7):
                bridge.start(**bridge.environment)
                ends.append(bridge.process.wait(60))
            checks.equal(f"{text}: five deaths, then 78", ends, [-6] * 5 + [78] * 2)
            said = bridge.tail(4)
            checks.that(f"{text}: the file is named, and what to do", f"{text} was read" in said and "fix it" in said, said)
            checks.equal(f"{text}: check counts for nothing", [bridge.once("check", "--config", str(bridge.configuration))[0] for _ in range(6)], [0] * 6)
            bridge.environment = {}
            bridge.start()
            checks.equal(f"{text}: it is not read without the poison either, for nothing has changed", bridge.process.wait(60), 78)
            if text == "nap.bpmn":
                model_file.write_text(model_file.read_text() + "<!-- fixed -->")
            else:
                bridge.configuration.write_text(bridge.configuration.read_text() + "# fixed")
            bridge.start()
            checks.that(f"{text}: changed, it is read again", until(lambda: case.shop.ready(bridge, 1), 30), bridge.tail(4))
            checks.that(f"{text}: and nothing is left of it", not journal.exists())
            checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        journal.mkdir()
        bridge.start()
        checks.that("a journal that cannot be written stops no start", until(lambda: case.shop.ready(bridge, 1), 30), bridge.tail(4))
        checks.that("and that is said", bridge.says(["without knowing what ends the process while it reads"], 1))
        journal.rmdir()


def run(options, checks):
    for part in (deliveries, clocks_and_held, questions, links, workers, reading):
        begin = time.monotonic()
        part(options, checks)
        print(f"{part.__name__}: {time.monotonic() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main(run)
