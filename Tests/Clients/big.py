#!/usr/bin/env python3
"""Big and hostile files: `check` takes time in proportion to the processes, and no alias costs more than it is worth."""
import json
import resource
import shutil
import subprocess
import time

from checks import main

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">'
EVENTS = '<message id="m%s" name="start%s"/><message id="w%s" name="wait%s"/><signal id="s%s" name="ring%s"/>'
PROCESS = """<process id="p{i}" isExecutable="true">
<startEvent id="a{i}"><messageEventDefinition messageRef="m{k}"/></startEvent><sequenceFlow id="f{i}" sourceRef="a{i}" targetRef="b{i}"/>
<intermediateThrowEvent id="b{i}"><signalEventDefinition signalRef="s{k}"/></intermediateThrowEvent>
<sequenceFlow id="g{i}" sourceRef="b{i}" targetRef="c{i}"/>
<intermediateCatchEvent id="c{i}"><signalEventDefinition signalRef="s{k}"/></intermediateCatchEvent>
<sequenceFlow id="h{i}" sourceRef="c{i}" targetRef="r{i}"/><receiveTask id="r{i}" messageRef="w{k}"/>
<sequenceFlow id="j{i}" sourceRef="r{i}" targetRef="e{i}"/><endEvent id="e{i}"/></process>"""
CONFIGURATION = """broker: { url: "amqp://guest:guest@127.0.0.1:5672/" }
processes: [ "*.bpmn" ]
inbound: [ { queue: orders } ]
"""


def models(folder, number, shared, files):
    """So many processes, which throw and catch the same events or each its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "bridge.yaml").write_text(CONFIGURATION)
    texts = []
    for i in range(number):
        k = 0 if shared else i
        texts.append(("" if shared and i and not files else EVENTS % ((k,) * 6), PROCESS.format(i=i, k=k)))
    if files:
        for i, (events, process) in enumerate(texts):
            (folder / f"{i}.bpmn").write_text(HEAD + events + process + "</definitions>")
    else:
        inner = "".join(events for events, _ in texts) + "".join(process for _, process in texts)
        (folder / "all.bpmn").write_text(HEAD + inner + "</definitions>")


def check(options, folder):
    """Processor time, exit code and what was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run([options.binary, "check", "--config", str(folder / "bridge.yaml")], capture_output=True, timeout=250)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, ended.returncode, ended.stdout + ended.stderr


def growth(options, checks):
    """Four times the processes take about four times the time and the words; sixteen times would be the square."""
    for name, shared, files in (("one file", False, False), ("the same events", True, False), ("many files", True, True)):
        times, sizes = [], []
        for number in (500, 2000):
            folder = options.folder / "growth"
            models(folder, number, shared, files)
            seconds, code, printed = check(options, folder)
            checks.equal(f"growth, {name}: {number} processes are checked", code, 0)
            times.append(seconds)
            sizes.append(len(printed))
        print(f"{name}: {times[0]:.2f} s and {times[1]:.2f} s, {sizes[0]} and {sizes[1]} bytes")
        checks.that(f"growth, {name}: time in proportion", times[1] < 8 * times[0] + 0.5, str(times))
        checks.that(f"growth, {name}: words in proportion", sizes[1] < 6 * sizes[0], str(sizes))


def bombs(options, checks):
    """Aliases of aliases, as values and as keys, in everything that is read as YAML."""
    folder = options.folder / "bombs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    texts = "t0: &t0 " + "x" * 30000 + "\n" + "".join(f"b{i}: &b{i} [" + "*t0, " * 20 + "*t0]\n" for i in range(200))
    keys = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} {{ ? [*a{i - 1}, *a{i - 1}] : 1 }}\n" for i in range(1, 60))
    for name, bomb in (("values", lines), ("texts", texts), ("keys", keys + "? *a59\n: 1\n")):
        (folder / "bridge.yaml").write_text(bomb)
        (folder / "scenario.yaml").write_text("models: [ m.bpmn ]\nprocess: p\nsteps: []\ndata:\n" + "".join(
            f"  {line}\n" for line in bomb.splitlines()))
        for command in (["check", "--config", "bridge.yaml"], ["simulate", "scenario.yaml"], ["simulate", "--check", "."]):
            begun = time.monotonic()
            ended = subprocess.run([options.binary, *command], cwd=folder, capture_output=True, timeout=60, text=True,
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30)))
            told = f"bombs, {name}, {' '.join(command)}"
            words = ended.stdout + ended.stderr
            checks.that(f"{told}: refused", ended.returncode in (1, 78), f"exit {ended.returncode}: {words[:300]}")
            checks.that(f"{told}: in words", "aliases" in words, words[:300])
            checks.that(f"{told}: at once", time.monotonic() - begun < 10)


def lookalikes(options, checks):
    """Names that differ only by how a letter is put together stay two names on their way through a scenario."""
    folder = options.folder / "names"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    one, other = "caf\u00e9", "cafe\u0301"
    (folder / "m.bpmn").write_text(HEAD + f"""<process id="p" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f" sourceRef="s" targetRef="t"/><scriptTask id="t"><script>found = data["{one}"] + "," + data["{other}"]</script></scriptTask>
<sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>""")
    expected = {"data": {one: "1", other: "2"}, "found": "1,2"}
    for name, text in (
        ("json", json.dumps({"models": ["m.bpmn"], "process": "p", "data": {"data": {one: "1", other: "2"}}, "steps": [],
                             "expect": {"completed": True, "data": expected}})),
        ("yaml", f"models: [ m.bpmn ]\nprocess: p\ndata:\n  data: {{ {one}: '1', {other}: '2' }}\nsteps: []\n"
                 f"expect: {{ completed: true, data: {{ found: '1,2', data: {{ {one}: '1', {other}: '2' }} }} }}\n"),
    ):
        (folder / f"scenario.{name}").write_text(text)
        ended = subprocess.run([options.binary, "simulate", f"scenario.{name}"], cwd=folder, capture_output=True,
                               timeout=60, text=True)
        checks.equal(f"names: {name}", ended.returncode, 0)
        if ended.returncode:
            print(ended.stdout, ended.stderr)


def run(options, checks):
    for part in (growth, bombs, lookalikes):
        part(options, checks)


if __name__ == "__main__":
    main(run)
