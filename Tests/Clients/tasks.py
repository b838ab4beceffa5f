#!/usr/bin/env python3
"""Service and user tasks that are done outside, by a worker that copies `x-correlation` back, while the bridge is killed."""
import json
import pathlib
import random
import time

import pika

from bridge import Bridge
from checks import main, until
from shop import Shop

MODEL = pathlib.Path(__file__).resolve().parent / "tasks.bpmn"
PRICES = {"mug": 950, "pen": 120, "cup": 700}


class Office(Shop):
    """The customer, and the one who looks things up and approves."""

    def configuration(self, url=None, extra="", tasks="- { match: { event: task }, exchange: %s }"):
        return f"""\
broker: {{ url: "{url or self.url}" }}
store: {{ path: bridge.sqlite }}
processes: [ "{MODEL}" ]
inbound:
  - queue: {self.orders}
    bindings: [ {{ exchange: {self.inward}, type: topic, key: "#" }} ]
outbound:
  - exchange: {self.outward}
  {tasks % self.outward if "%s" in tasks else tasks}
"""

    def job(self, number, items=("mug", "pen", "cup")):
        self.send({"id": number, "items": list(items)}, type="job_placed", message_id=f"job-{number}")

    def answer(self, task, body, kind="task", name=None, **headers):
        """The answer to a publication; what it copies of its headers is said by `headers`."""
        self.send(body, type=name or task.type, message_id=f"answer-{task.message_id}", headers={"x-event": kind, **headers})


def correlation(task):
    return {"x-correlation": task.headers["x-correlation"]}


def checked(checks, bridge, office):
    status, said = bridge.once("check", "--config", str(bridge.configuration))
    checks.equal("check: exit 0", status, 0)
    checks.that("check: a service task with its exchange", f"emits      task shop/price  at ask  → exchange {office.outward}" in said, said)
    checks.that("check: no warning", "warning" not in said, said)
    other = pathlib.Path(bridge.folder) / "other.yaml"
    other.write_text(office.configuration(tasks=""))
    status, said = bridge.once("check", "--config", str(other))
    checks.that("check without a route for tasks: a warning for the service task only", status == 0 and said.count(
        "warning") == 1 and "ask of job (shop/price) has no outbound route" in said, said)
    other.write_text(office.configuration(tasks="- { match: { event: task }, exchange: %s, deliver: both }"))
    status, said = bridge.once("check", "--config", str(other))
    checks.that("check with `deliver: both` for tasks: exit 78, and says why", status == 78 and "done outside" in said, said)


def one(checks, office, bridge):
    """One job by hand: the tasks one by one, answered out of order, the approval through the command."""
    office.job("one")
    asked = [office.hears("shop/price") for _ in range(3)]
    checks.equal("each item is asked for", [each[2] for each in asked], [{"item": item} for item in ("mug", "pen", "cup")])
    checks.equal("x-event is task", {each[1].headers["x-event"] for each in asked}, {"task"})
    instance = asked[0][1].headers["x-process-instance"]
    office.answer(asked[0][1], 1, **{"x-process-instance": instance})
    checks.that("by instance only it is ambiguous: parked", bridge.says(["3 tasks of the instance wait"], 60), bridge.tail())
    office.send(1, type="shop/price", headers={"x-event": "task"}, message_id="nobody")
    letter = office.next(office.dead)[1]
    checks.that("without a header it is a dead letter that says so", letter and "x-correlation" in letter.headers[
        "x-bridge-reason"], letter and letter.headers)
    for _, task, body in reversed(asked):
        office.send(PRICES[body["item"]], type=task.type, headers={"x-event": "task", **correlation(task)})
    _, approval, body = office.hears("approve")
    checks.equal("the user task is published with its data", sorted(body["prices"]), sorted(PRICES.values()))
    office.send([1], type="approve", headers={"x-event": "task", **correlation(approval)})
    checks.that("an answer that is no object is parked with the reason", bridge.says(["must be an object"], 60), bridge.tail())
    status, said = bridge.once(
        "send", "approve", "--config", str(bridge.configuration), "--payload", '{"by": "me"}', "--task",
        approval.headers["x-correlation"]["task"]["id"])
    checks.equal("send --task: exit 0", (status, "sent approve" in said), (0, True))
    checks.equal("the job is done", office.hears("job_done")[2], {"job": "one", "prices": [120, 700, 950], "by": "me"})


def failing(checks, office):
    office.job("two", ["mug", "unknown"])
    tasks = {body["item"]: task for _, task, body in (office.hears("shop/price") for _ in range(2))}
    office.answer(tasks["unknown"], {}, kind="error", name="NO_PRICE", **correlation(tasks["unknown"]))
    checks.equal("an error is caught at the task's boundary", office.hears("job_failed")[2], {"job": "two"})


class Worker:
    """Answers every task, and counts what comes out."""

    def __init__(self, office):
        self.office, self.done, self.tasks, self.came = office, {}, set(), 0

    def take(self, properties, body):
        self.came += 1
        self.tasks.add(properties.message_id)
        body = json.loads(body)
        if properties.type == "job_done":
            self.done.setdefault(body["job"], set()).add((properties.message_id, json.dumps(body, sort_keys=True)))
        elif properties.headers["x-event"] == "task":
            answer = {"by": "worker"} if properties.type == "approve" else PRICES[body["item"]]
            self.office.answer(properties, answer, **correlation(properties))


def crowd(checks, bridge, office, options):
    chance = random.Random(options.seed)
    worker = Worker(office)
    office.follow(worker.take)
    for number in range(options.jobs):
        office.job(number)
    for _ in range(options.kills):
        goal = worker.came + chance.randrange(1, options.jobs)
        office.wait(lambda: worker.came >= goal, patience=10)
        bridge.kill()
        # What the worker answers now waits in the queue.
        office.wait(lambda: False, patience=chance.uniform(0.01, 0.2))
        bridge.start()
    office.wait(lambda: len(worker.done) == options.jobs, patience=30)
    office.wait(lambda: False, patience=1)
    expected = {n: {json.dumps({"by": "worker", "job": n, "prices": [120, 700, 950]}, sort_keys=True)} for n in range(options.jobs)}
    checks.equal("every job is done, with its own prices", {n: {b for _, b in s} for n, s in worker.done.items()}, expected)
    checks.that("each by one publication, whatever its attempts", all(len(s) == 1 for s in worker.done.values()))
    checks.equal("five publications a job", len(worker.tasks), 5 * options.jobs)


def configure(parser):
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))


def run(options, checks):
    print(f"seed {options.seed}, {options.jobs} jobs, {options.kills} kills", flush=True)
    with Office(options.broker) as office, Bridge(options.binary, options.folder, office.configuration()) as bridge:
        checked(checks, bridge, office)
        if not checks.that("the bridge consumes", office.ready(bridge), bridge.tail()):
            return
        one(checks, office, bridge)
        failing(checks, office)
        crowd(checks, bridge, office, options)
        checks.equal("the queue is empty", until(lambda: office.depth(office.orders) == 0, 60), True)
        checks.equal("no further dead letters", office.depth(office.dead), 0)
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)


if __name__ == "__main__":
    main(run, configure)
