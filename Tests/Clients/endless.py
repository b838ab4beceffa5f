#!/usr/bin/env python3
"""Models without an end: each input ends with a reason, soon, and with bounded memory.

A release build needs about a second of processor time; `--seconds` is for slow machines and debug builds.
"""
import json
import os
import subprocess

from checks import main

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://example.org/endless"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"><bpmn:message id="m" name="m"/>
<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>%s</bpmn:process></bpmn:definitions>
"""


def flows(*pairs):
    return "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def script(text, name="c", inner=""):
    return f'<bpmn:scriptTask id="{name}">{inner}<bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'


def gateways(*names, kind="parallelGateway"):
    return "".join(f'<bpmn:{kind} id="{name}"/>' for name in names)


def circle(element):
    """The start, then `c` again and again."""
    return gateways("x", kind="exclusiveGateway") + element + flows(("s", "x"), ("x", "c"), ("c", "x"))


def times(count):
    return ("<bpmn:multiInstanceLoopCharacteristics>"
            f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>")


def subprocess_of(name, body, inner, *pairs):
    return f'<bpmn:subProcess id="{name}"><bpmn:startEvent id="{name}_begin"/><bpmn:endEvent id="{name}_end"/>{body}{flows(*pairs)}{inner}</bpmn:subProcess>'


def call(name):
    return f'<bpmn:callActivity id="{name}" calledElement="p"/>'


END = '<bpmn:endEvent id="e"/>'
PAYLOAD = ('<bpmn:sendTask id="c" messageRef="m"><bpmn:extensionElements><spiffworkflow:messagePayload>"x" * 1000000'
           "</spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:sendTask>")
USER = '<bpmn:userTask id="u"/>'
CONDITION = ('<bpmn:conditionalEventDefinition><bpmn:condition>n &gt; 5</bpmn:condition></bpmn:conditionalEventDefinition>')
WATCHERS = "".join(f'<bpmn:intermediateCatchEvent id="w{i}">{CONDITION}</bpmn:intermediateCatchEvent>' for i in range(500))
WATCHING = [pair for i in range(500) for pair in (("g", f"w{i}"), (f"w{i}", "e"))]

#: Name: the process, its data.
MODELS = {
    "an endless loop in a script": (script("while True: n = 1") + END + flows(("s", "c"), ("c", "e")), {}),
    "a circle with a script": (circle(script("n = 1")), {}),
    "a circle with a slow script": (circle(script("for i in range(400000): pass")), {}),
    "a circle with a slow condition": (
        gateways("x", "y", kind="exclusiveGateway") + END + flows(("s", "x"), ("x", "y"))
        + '<bpmn:sequenceFlow id="a" sourceRef="y" targetRef="x"><bpmn:conditionExpression>sum(range(200000)) &gt; 1'
        '</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="b" sourceRef="y" targetRef="e">'
        "<bpmn:conditionExpression>False</bpmn:conditionExpression></bpmn:sequenceFlow>", {}),
    "a script that doubles a text": (circle(script("t = t + t")), {"t": "x" * 1000}),
    "a script that doubles a list": (circle(script("l = l + l")), {"l": [1]}),
    "a script that makes a great text each time": (circle(script("t = str(n) + 'x' * 50000000; n = n + 1")), {"n": 1}),
    "a list that grows": (circle(script("l.append(len(l))")), {"l": list(range(20000))}),
    "tokens that split again and again": (
        gateways("g") + gateways("x", kind="exclusiveGateway")
        + flows(("s", "x"), ("x", "g")) + '<bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="x"/>'
        '<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="x"/>', {}),
    "tokens that split, each with a text of its own": (
        gateways("g") + gateways("x", kind="exclusiveGateway") + script("t = t + str(n); n = n + 1")
        + flows(("s", "x"), ("x", "c"), ("c", "g")) + '<bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="x"/>'
        '<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="x"/>', {"t": "x" * 100_000, "n": 1}),
    "a process that calls itself": (call("c") + END + flows(("s", "c"), ("c", "e")), {}),
    "a process that calls itself twice": (
        gateways("g") + call("c") + call("d") + END
        + flows(("s", "g"), ("g", "c"), ("g", "d"), ("c", "e"), ("d", "e")), {}),
    "a circle beside hundreds of subprocesses": (
        gateways("g") + gateways("x", kind="exclusiveGateway") + script("n = 1")
        + subprocess_of("sub", USER, times(300), ("sub_begin", "u"), ("u", "sub_end")) + END
        + flows(("s", "g"), ("g", "sub"), ("g", "x"), ("x", "c"), ("c", "x"), ("sub", "e")), {}),
    "a circle beside hundreds of conditions": (
        gateways("g") + gateways("x", kind="exclusiveGateway") + WATCHERS + script("m = 1") + END
        + flows(("s", "g"), ("g", "x"), ("x", "c"), ("c", "x"), *WATCHING), {"n": 1}),
    "subprocesses times subprocesses": (
        subprocess_of("out", subprocess_of("in", USER, times(1000), ("in_begin", "u"), ("u", "in_end")), times(1000),
                      ("out_begin", "in"), ("in", "out_end")) + END + flows(("s", "out"), ("out", "e")), {}),
    "a standard loop without an end": (
        script("n = 1", inner="<bpmn:standardLoopCharacteristics><bpmn:loopCondition>True</bpmn:loopCondition>"
               "</bpmn:standardLoopCharacteristics>") + END + flows(("s", "c"), ("c", "e")), {}),
    "great messages in a circle": (circle(PAYLOAD), {}),
    "a repeating timer that is told the time a year late": (
        USER + END + '<bpmn:boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><bpmn:timerEventDefinition id="t">'
        '<bpmn:timeCycle>"R/PT1S"</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:userTask id="c"/>'
        + flows(("s", "u"), ("u", "e"), ("b", "c")), {}),
}


def simulate(binary, scenario):
    """How it ended, what it said, the seconds of processor time it took and the memory it had, in MiB."""
    process = subprocess.Popen([binary, "simulate", scenario], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def configure(parser):
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory", type=int, default=1000, help="MiB")
    parser.add_argument("--only", default="")


def run(options, checks):
    for name, (process, data) in MODELS.items():
        if options.only not in name:
            continue
        (options.folder / "model.bpmn").write_text(HEAD % process)
        scenario = options.folder / "scenario.json"
        year = [{"advance": 31536000}]
        scenario.write_text(json.dumps({"models": ["model.bpmn"], "process": "p", "data": data, "steps": year}))
        status, said, seconds, memory = simulate(options.binary, str(scenario))
        print(f"{seconds:6.2f} s  {memory:5} MiB  {name}: {said.strip()[:200]}", flush=True)
        reason = any(word in said for word in ("too many steps", "too much memory", "without coming to rest", "does one call itself"))
        checks.that(f"{name}: ends with a reason", status == 1 and reason, f"{status} {said}")
        if "timer" in name:
            checks.that(f"{name}: says that it is the timers", "timers were due" in said, said)
        checks.that(f"{name}: soon", seconds < options.seconds, f"{seconds:.1f} s")
        checks.that(f"{name}: in bounded memory", memory < options.memory, f"{memory} MiB")


if __name__ == "__main__":
    main(run, configure)
