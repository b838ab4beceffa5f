#!/usr/bin/env python3
"""Scenarios as tests of models: `bpmn-bridge simulate --check`, and `expect:` in a single run."""
import json
import pathlib
import shutil
import subprocess
from xml.etree import ElementTree

from checks import main

ROOT = pathlib.Path(__file__).resolve().parents[2]

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">
<process id="%s" isExecutable="true">
<startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="ask"/>
<userTask id="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="decide"/>
%s
</process></definitions>
"""
DECIDING = """<businessRuleTask id="decide"><extensionElements><spiffworkflow:calledDecisionId>rules</spiffworkflow:calledDecisionId>
</extensionElements></businessRuleTask><sequenceFlow id="c" sourceRef="decide" targetRef="end"/><endEvent id="end"/>"""
CIRCLE = """<exclusiveGateway id="decide"/><sequenceFlow id="c" sourceRef="decide" targetRef="again"/>
<exclusiveGateway id="again"/><sequenceFlow id="e" sourceRef="again" targetRef="decide"/>"""
ENDLESS = """<scriptTask id="decide"><script>while True:
    pass</script></scriptTask>"""
RULES = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f"><decision id="rules"><decisionTable id="t">
<input id="i"><inputExpression id="e"><text>amount</text></inputExpression></input><output id="o" name="rate"/>
<rule id="r1"><inputEntry id="c1"><text>&gt; 10</text></inputEntry><outputEntry id="c2"><text>0.5</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c3"><text>-</text></inputEntry><outputEntry id="c4"><text>%s</text></outputEntry></rule>
</decisionTable></decision></definitions>
"""


def simulate(options, *arguments):
    ended = subprocess.run([options.binary, "simulate", *map(str, arguments)], capture_output=True, timeout=120, text=True)
    return ended.returncode, ended.stdout, ended.stderr


def scenario(folder, name, amount, expect, model="deciding.bpmn", process="deciding"):
    given = {"models": [model, "rules.dmn"], "process": process,
             "steps": [{"complete": "ask", "data": {"amount": amount}, "expect": expect}]}  # fmt: skip
    (folder / name).write_text(json.dumps(given))


def prepare(folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "sub").mkdir(parents=True)
    for place in (folder, folder / "sub"):
        for name, inner in (("deciding", DECIDING), ("circle", CIRCLE), ("endless", ENDLESS)):
            (place / f"{name}.bpmn").write_text(MODEL % (name, inner))
        (place / "rules.dmn").write_text(RULES % "0")


def passing(options, checks):
    folder = options.folder / "passing"
    prepare(folder)
    scenario(folder, "big.json", 20, {"completed": True, "data": {"rate": 0.5}})
    (folder / "sub" / "small.yml").write_text(
        "models: [ deciding.bpmn, rules.dmn ]\nprocess: deciding\nexpect: { ready: [ { element: ask } ] }\n"
        "steps:\n  - complete: ask\n    data: { amount: 1 }\n    expect: { data: { rate: 0 } }\n")  # fmt: skip
    (folder / "package.json").write_text('{"name": "not a scenario"}')
    (folder / "other.yaml").write_text("{{ a template, not YAML")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "bad.json").write_text('{"models": [], "process": 1, "steps": 2}')
    status, out, _ = simulate(options, "--check", folder)
    checks.equal("all pass: exit status 0", status, 0)
    checks.equal("a line each, and a count", out.splitlines(),
                 [f"ok   {folder}/big.json (1 step)", f"ok   {folder}/sub/small.yml (1 step)", "", "2 passed, 0 failed"])
    status, out, _ = simulate(options, "--check", folder, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    checks.that("the same for machines", status == 0 and [line["passed"] for line in lines] == [True, True, 2], out)
    checks.equal("the whole result", lines[-1], {"passed": 2, "failed": 0})


def failing(options, checks):
    folder = options.folder / "failing"
    prepare(folder)
    scenario(folder, "1-good.json", 20, {"data": {"rate": 0.5}})
    scenario(folder, "2-wrong.json", 20, {"completed": True, "data": {"rate": 0.7, "amount": 20}})
    scenario(folder, "3-unknown.json", 20, {"complete": True})
    scenario(folder, "4-circle.json", 1, {"completed": True}, "circle.bpmn", "circle")
    scenario(folder, "5-endless.json", 1, {"completed": True}, "endless.bpmn", "endless")
    scenario(folder, "6-error.json", 1, {"error": True}, "endless.bpmn", "endless")
    scenario(folder, "7-no-model.json", 1, {}, "nowhere.bpmn")
    (folder / "8-broken.yaml").write_text("models: [ a.bpmn\nprocess: deciding\n")
    status, out, _ = simulate(options, "--check", folder)
    parts = out.replace("\nFAIL ", "\0FAIL ").replace("\nok ", "\0ok ").split("\0")
    told = {part.split("\n")[0].split("/")[-1].split()[0]: part for part in parts}
    checks.equal("some fail: exit status 1", status, 1)
    checks.that("counted", out.endswith("\n2 passed, 6 failed\n"), out)
    checks.equal("a difference is told where it is", told["2-wrong.json"].split("\n")[1:], [
        "     step 1: data.rate", "       expected: 0.7", "       got:      0.5"])  # fmt: skip
    checks.that("an unknown key is told, with what it may have meant",
                "steps[0].expect.complete: is not known here; did you mean `completed`?" in told["3-unknown.json"], told)
    checks.that("gateways in a circle come to an end", "endless loop" in told["4-circle.json"], told)
    checks.that("so does a script", "step 1 failed: decide: " in told["5-endless.json"]
                and "too many steps" in told["5-endless.json"], told)  # fmt: skip
    checks.that("a failure that is expected is none", told["6-error.json"].startswith("ok "), told)
    checks.that("a model that is not there", "cannot read" in told["7-no-model.json"], told)
    checks.that("a scenario that cannot be read is not passed over", "8-broken.yaml" in out, out)
    status, out, _ = simulate(options, "--check", folder, "--json")
    lines = {line.get("scenario", "/end").split("/")[-1]: line for line in map(json.loads, out.splitlines())}
    checks.equal("the same for machines", lines["2-wrong.json"]["problems"],
                 [{"step": 1, "key": "data.rate", "expected": 0.7, "got": 0.5}])
    checks.equal("counted", (status, lines["end"]), (1, {"passed": 2, "failed": 6}))
    simulate(options, "--check", folder, "--junit", folder / "result.xml")
    suite = ElementTree.parse(folder / "result.xml").getroot()
    checks.equal("for build servers", (suite.get("tests"), suite.get("failures"), len(suite.findall("testcase/failure"))),
                 ("8", "6", 6))
    checks.that("with what is otherwise", "got:      0.5" in suite.findall("testcase/failure")[0].text)


def single(options, checks):
    folder = options.folder / "single"
    prepare(folder)
    scenario(folder, "wrong.json", 20, {"data": {"rate": 1}})
    status, out, said = simulate(options, folder / "wrong.json")
    checks.that("a single run prints its trace", len(out.splitlines()) == 2 and '"rate":0.5' in out, out)
    checks.equal("and tells what is otherwise", (status, said),
                 (1, "step 1: data.rate\n  expected: 1\n  got:      0.5\n"))
    scenario(folder, "right.json", 20, {"data": {"rate": 0.5}})
    checks.equal("nothing where all is as expected", simulate(options, folder / "right.json")[::2], (0, ""))
    scenario(folder, "misspelt.json", 20, {"dato": {}})
    checks.equal("what is misspelt is wrong, not otherwise", simulate(options, folder / "misspelt.json")[0], 78)
    (folder / "rules.dmn").write_text(RULES % "1 +")
    status, _, said = simulate(options, folder / "right.json")
    checks.that("a cell that is not Python: file, line, decision, row and column",
                status == 78 and said.startswith("rules.dmn:4:") and ": rules: row 2, output `rate`" in said, said)


def usage(options, checks):
    empty = options.folder / "empty"
    empty.mkdir(parents=True, exist_ok=True)
    status, _, said = simulate(options, "--check", empty)
    checks.that("an empty folder: exit status 64", status == 64 and "no scenario" in said, said)
    checks.equal("a folder that is not there", simulate(options, "--check", empty / "x")[0], 64)
    checks.equal("neither scenario nor folder", simulate(options)[0], 64)
    checks.equal("both", simulate(options, "a.json", "--check", empty)[0], 64)
    status, out, said = simulate(options, "--check", ROOT / "config")
    checks.that("the example's scenarios hold", status == 0 and out.endswith("4 passed, 0 failed\n"), out + said)


def run(options, checks):
    for part in (passing, failing, single, usage):
        part(options, checks)


if __name__ == "__main__":
    main(run)
