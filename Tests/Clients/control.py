#!/usr/bin/env python3
"""What needs a person: seen, retried, discarded, through the socket beside the database of the running bridge."""
import json
import os
import signal
import socket
import stat
import subprocess

from bridge import MODEL, Bridge
from checks import main, until
from shop import Shop


class Desk:
    """The commands that ask the running bridge."""

    def __init__(self, bridge):
        self.bridge = bridge
        self.socket = bridge.folder / "bridge.sqlite.sock"

    def ask(self, *arguments):
        return self.bridge.once(*arguments, "--config", str(self.bridge.configuration))

    def lines(self, *arguments):
        status, said = self.ask(*arguments, "--json")
        return [json.loads(line) for line in said.splitlines()] if status == 0 else []

    def parked(self, count=None):
        """What is parked, once there are so many."""
        if count is not None:
            until(lambda: len(self.lines("parked")) == count, 60)
        return self.lines("parked")


def fixed(bridge, broken, whole):
    """The model as somebody puts it right, taken by SIGHUP."""
    bridge.model.write_text(bridge.model.read_text().replace(broken, whole))
    return bridge.reload()


def poison(checks, bridge, desk, shop):
    """A message that the model fails at: parked, the model fixed, retried, delivered once."""
    shop.send({"order_id": "P-1"}, type="order_placed", message_id="poison")
    thing, = desk.parked(1) or [{}]
    checks.equal("poison: parked as an event, with its message", (thing.get("kind"), thing.get("message_id")), ("event", "poison"))
    number = str(thing.get("parked"))
    checks.that("poison: the reason names what is missing", "lines" in thing.get("reason", ""), thing)
    status, said = desk.ask("parked", number)
    checks.that("poison: shown with body and queue", status == 0 and shop.orders in said and "P-1" in said, said)
    status, said = desk.ask("parked", "retry", number)
    checks.that("poison: retried in vain: exit 1, stays parked", status == 1 and "parked again" in said, f"{status} {said}")
    again, = desk.parked(1) or [{}]
    checks.equal("poison: under its number, with one more attempt", (str(again.get("parked")), again.get("attempts")), (number, 2))
    checks.that("SIGHUP with a model that is wrong: goes on as before, and says so", wrong(bridge), bridge.tail())
    checks.that("SIGHUP with the fixed model: starts again", fixed(bridge, 'order["lines"]', 'order.get("lines", [])'), bridge.tail())
    checks.equal("poison: still parked after the new start", [str(each["parked"]) for each in desk.parked(1)], [number])
    status, said = desk.ask("parked", "retry", number)
    checks.that("poison: retried: exit 0, started", status == 0 and "started" in said, f"{status} {said}")
    _, asked, body = shop.hears("payment_requested")
    checks.equal("poison: delivered", (body["order_id"], asked.headers.get("x-caused-by")), ("P-1", "poison"))
    shop.send({"order_id": "P-1"}, type="order_placed", message_id="poison")
    shop.order("P-2", message_id="after")
    checks.equal("poison: sent once more it is a duplicate", shop.hears("payment_requested")[2]["order_id"], "P-2")
    checks.equal("poison: nothing is parked any more", desk.parked(), [])
    checks.equal("poison: retried twice: exit 1", desk.ask("parked", "retry", number)[0], 1)
    return asked.correlation_id


def wrong(bridge):
    text = bridge.model.read_text()
    bridge.model.write_text(text.replace("<bpmn:script>", "<bpmn:script>x = = 1", 1))
    bridge.process.send_signal(signal.SIGHUP)
    said = bridge.says(["going on as before"], 60) and bridge.running()
    bridge.model.write_text(text)
    return said


def unroutable(checks, desk, shop):
    """Publications that no queue takes, retried once one does."""
    shop.channel.queue_unbind(shop.heard, shop.outward, "#")
    for number in range(3):
        shop.order(f"R-{number}", message_id=f"R-{number}")
    things = desk.parked(3)
    checks.equal("unroutable: all are parked as publications", [each["kind"] for each in things], ["publication"] * 3)
    checks.that("unroutable: nobody waits for them to be retried", all("NO_ROUTE" in each["reason"] for each in things), things)
    status, said = desk.ask("parked", "retry", "--all", "--kind", "publication", "--reason", "no_route")
    checks.that("unroutable: retried too early: exit 1, and what the broker said of each",
                status == 1 and said.count("parked again") == said.count("NO_ROUTE") == 3, said)
    again = desk.parked(3)
    checks.equal("unroutable: under the same numbers", [each["parked"] for each in again], [each["parked"] for each in things])
    checks.equal("unroutable: with one more try", [each["attempts"] for each in again], [2] * 3)
    shop.listen()
    checks.equal("unroutable: retried in time: exit 0", desk.ask("parked", "retry", "--all", "--process", "shop")[0], 0)
    heard = {}
    for _ in range(3):
        _, properties, body = shop.hears("payment_requested")
        heard[properties.message_id] = body["order_id"]
    checks.equal("unroutable: each goes out under its own id", heard, {each["message_id"]: order for each, order in zip(things, ("R-0", "R-1", "R-2"))})
    checks.that("unroutable: none twice", shop.next(seconds=1)[0] is None)
    checks.equal("unroutable: nothing is parked any more", desk.parked(), [])


def discard(checks, bridge, desk, shop):
    shop.send({"order_id": 7, "lines": "none"}, type="order_placed", message_id="bad-1")
    shop.send({"order_id": 8, "lines": "none"}, type="order_placed", message_id="bad-2")
    things = desk.parked(2)
    checks.that("parked --limit: says that there are more", "more than 1;" in desk.ask("parked", "--limit", "1")[1])
    checks.equal("discard without a reason: exit 64", desk.ask("parked", "discard", "--all")[0], 64)
    status, _ = desk.ask("parked", "discard", str(things[0]["parked"]), "--why", "a test order of Tom's")
    checks.equal("discard: exit 0", status, 0)
    checks.that("discard: the reason is in the log", bridge.says(["a test order of Tom's"], 60), bridge.tail(3))
    checks.equal("discard: the other stays", [each["message_id"] for each in desk.parked()], ["bad-2"])
    status, said = desk.ask("parked", "discard", "--all", "--why", "the rest", "--reason", "no such text")
    checks.that("discard by a filter that fits nothing: exit 0, nothing done", status == 0 and len(desk.parked()) == 1, said)
    checks.equal("discard --all: exit 0", desk.ask("parked", "discard", "--all", "--why", "the rest")[0], 0)
    checks.equal("discard --all: nothing is left", desk.parked(), [])


def killed(checks, bridge, desk, shop, count=40):
    """kill -9 while somebody retries many: each is delivered once, whatever had been done by then."""
    for number in range(count):
        shop.send({"order_id": f"K-{number}", "lines": "none"}, type="order_placed", message_id=f"K-{number}")
    checks.equal("killed: all are parked", len(desk.parked(count)), count)
    checks.that("killed: the model is fixed", fixed(bridge, 'order.get("lines", [])', "[]"), bridge.tail())
    command = subprocess.Popen(
        [bridge.binary, "parked", "retry", "--all", "--config", str(bridge.configuration)], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = [command.stdout.readline() for _ in range(count // 4)]
    bridge.kill()
    rest, _ = command.communicate(timeout=60)
    done = len([line for line in told + rest.splitlines() if "started" in line])
    # On a slow machine it may have been through before the kill.
    checks.that("killed: the command says so, exit 1", told and command.returncode == (1 if done < count else 0), rest)
    bridge.start()
    checks.that("killed: it starts again", until(lambda: desk.ask("parked")[0] == 0, 60), bridge.tail())
    left = len(desk.parked())
    checks.that("killed: what was told is done, and at most one more", done <= count - left <= done + 1, (done, left))
    checks.equal("killed: the rest is retried: exit 0", desk.ask("parked", "retry", "--all")[0], 0)
    shop.drops_duplicates = True
    causes = []
    while (heard := shop.next(seconds=60 if len(causes) < count else 1))[0] is not None:
        causes.append(heard[1].headers["x-caused-by"])
    shop.drops_duplicates = False
    checks.equal("killed: each is delivered, and none twice", sorted(causes), sorted(f"K-{number}" for number in range(count)))


def instances(checks, desk, instance):
    listed = {each["instance"]: each for each in desk.lines("instances", "--process", "shop", "--status", "running")}
    checks.that("instances: lists what runs", instance in listed, list(listed))
    waits = [each.get("name") for each in listed.get(instance, {}).get("waits", [])]
    checks.that("instances: says what it waits for", "payment_received" in waits, waits)
    checks.equal("instances --limit 2: two", len(desk.lines("instances", "--limit", "2")), 2)
    checks.equal("instances --status completed: none", desk.lines("instances", "--status", "completed"), [])
    shown, = desk.lines("instances", instance) or [{}]
    checks.equal("instances ID: what reached it", [each["message_id"] for each in shown.get("received", [])], ["poison"])
    checks.that("instances ID: its data", any(each.get("data", {}).get("order", {}).get("order_id") == "P-1" for each in shown.get("tasks", [])), shown)
    status, table = desk.ask("instances")
    checks.that("instances: a table for a person", status == 0 and "INSTANCE" in table.splitlines()[0] and instance in table, table)
    status, said = desk.ask("instances", "no-such-instance")
    checks.that("instances ID of nobody: exit 1, says so", status == 1 and "no-such-instance" in said, said)


def door(checks, bridge, desk):
    """The socket itself: whose it is, and what strangers may do to it."""
    checks.equal("the socket is its owner's alone", stat.S_IMODE(os.stat(desk.socket).st_mode), 0o600)
    status, said = bridge.once("run", "--config", str(bridge.configuration))
    checks.that("a second bridge on the store: exit 1 at once, says why", status == 1 and "in use by another process" in said, said)
    checks.that("a second bridge leaves the first its socket", desk.ask("parked")[0] == 0)
    silent = [visitor(desk) for _ in range(3)]
    for request in (b"nonsense\n", b"\x00\xff\n", b'{"ask":"drop"}\n', b"x" * 100_000 + b"\n", b'{"ask":"retry","number":1e99}\n'):
        answer = talk(desk, request)
        checks.that(f"a request that is none is refused ({request[:20]!r})", b'"problem"' in answer, answer)
    checks.that("visitors who say nothing keep nobody waiting", desk.ask("parked")[0] == 0)
    for each in silent:
        each.close()
    bridge.kill()
    checks.that("after kill -9 the socket is still there", desk.socket.exists())
    status, said = desk.ask("parked")
    checks.that("no bridge runs: the database itself answers, and it is said", status == 0 and "no bridge runs" in said, said)


def visitor(desk):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(15)
    connection.connect(str(desk.socket))
    return connection


def talk(desk, request):
    with visitor(desk) as connection:
        try:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        except (ConnectionResetError, BrokenPipeError):
            return answer
        return answer


class Mendable(Bridge):
    """A bridge whose model can be changed, and that takes the change with SIGHUP."""

    def __init__(self, binary, folder, configuration):
        super().__init__(binary, folder, configuration.replace(str(MODEL), "shop.bpmn"))
        self.model = self.folder / "shop.bpmn"
        self.model.write_text(MODEL.read_text())

    def reload(self):
        words = "consuming queues="
        before = self.text().count(words)
        self.process.send_signal(signal.SIGHUP)
        return until(lambda: self.text().count(words) > before or not self.running(), 60) and self.running()


def run(options, checks):
    with Shop(options.broker) as shop, Mendable(options.binary, options.folder, shop.configuration()) as bridge:
        if not checks.that("the bridge consumes", shop.ready(bridge), bridge.tail()):
            return
        desk = Desk(bridge)
        process = bridge.process.pid
        instance = poison(checks, bridge, desk, shop)
        checks.equal("SIGHUP: the process is the same", bridge.process.pid, process)
        instances(checks, desk, instance)
        unroutable(checks, desk, shop)
        discard(checks, bridge, desk, shop)
        killed(checks, bridge, desk, shop)
        door(checks, bridge, desk)
        bridge.start()
        asked = desk.ask("parked")[0]  # of the bridge or, while it starts, of the database itself
        checks.equal("asked at once, while it starts: answered", asked, 0)
        checks.that("and it starts all the same", until(lambda: "consuming queues=" in bridge.text().split("did not end cleanly")[-1], 60), bridge.tail())
        checks.that("it starts beside the dead socket, and takes its place", until(lambda: desk.ask("parked")[0] == 0, 60), bridge.tail())
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
        checks.that("SIGTERM: the socket is gone", not desk.socket.exists())
        far = Bridge(options.binary, options.folder / ("d" * 90), shop.configuration())
        status, said = far.once("run", "--config", str(far.configuration))
        checks.that("a path that a socket cannot have: exit 78, says how long it may be", status == 78 and "107" in said, f"{status} {said}")


if __name__ == "__main__":
    main(run)
