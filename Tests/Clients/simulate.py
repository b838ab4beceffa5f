#!/usr/bin/env python3
"""Every scenario in the real SpiffWorkflow and in `bpmn-bridge simulate`: the same bytes, or a recorded deviation."""
import contextlib
import datetime
import io
import json
import pathlib
import subprocess

import spiff_trace
import yaml

from checks import main

ROOT = pathlib.Path(__file__).resolve().parents[2]


def scenarios():
    found = [*ROOT.glob("config/scenarios/*.yaml"), *ROOT.glob("Tests/Fixtures/Simulation/**/*.json")]
    return sorted(found)


def library(path, folder):
    """What SpiffWorkflow prints."""
    scenario = yaml.safe_load(path.read_text()) if path.suffix == ".yaml" else json.loads(path.read_text())
    for key in ("models", "decisions"):
        scenario[key] = [str((path.parent / model).resolve()) for model in scenario.get(key, [])]
    copy = folder / "scenario.json"
    copy.write_text(json.dumps(scenario))
    spiff_trace.Clock.current = spiff_trace.Clock(2026, 1, 1, tzinfo=datetime.timezone.utc)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        spiff_trace.main(str(copy))
    return printed.getvalue()


def bridge(path, binary):
    ended = subprocess.run([binary, "simulate", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return ended.stdout.decode(errors="replace"), ended.stderr.decode(errors="replace")


def difference(ours, theirs):
    for number, (left, right) in enumerate(zip(ours.splitlines() + [""], theirs.splitlines() + [""])):
        if left != right:
            return f"line {number}\n     here:          {left}\n     SpiffWorkflow: {right}"
    return "one has more lines than the other"


def run(options, checks):
    for path in scenarios():
        name = path.relative_to(ROOT)
        ours, said = bridge(path, options.binary)
        theirs = library(path, options.folder)
        oracle, trace = path.with_suffix(".oracle"), path.with_suffix(".trace")
        if oracle.exists():  # a deviation on purpose
            checks.that(f"{name}: SpiffWorkflow does what is recorded", theirs == oracle.read_text(), theirs)
            checks.that(f"{name}: the bridge deviates as recorded", ours == trace.read_text(), ours + said)
        else:
            checks.that(f"{name}: as SpiffWorkflow", ours == theirs, difference(ours, theirs) + said)


if __name__ == "__main__":
    main(run)
