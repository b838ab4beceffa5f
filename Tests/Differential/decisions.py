#!/usr/bin/env python3
"""Random decision tables in SpiffWorkflow and in `bpmn-bridge simulate`: the same bytes, or a rule that says why.

    decisions.py --binary PATH [--count N] [--seed S] [--seconds T] [--jobs J] [--keep DIR]
    decisions.py --binary PATH --seed S --only NUMBER      the one table again
"""

import argparse
import collections
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import library
import tables
from corrections import decisions as corrections

SAME, RULE, DIFFERENT = "the same", "deviate as tables are meant", "different"
KEPT = "keep 1.0 where an instance that the library restores has 1"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, type=os.path.abspath)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", default=str(random.randrange(10**9)))
    parser.add_argument("--only", type=int, help="the number of one table")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, help="stop after so many seconds, whatever the count")
    parser.add_argument("--keep", type=pathlib.Path, help="where differences are written")
    options = parser.parse_args()
    print(f"seed {options.seed}: {options.count} decision tables", flush=True)
    begun = time.monotonic()
    numbers = [options.only] if options.only is not None else range(options.count)
    tally, errors = collections.Counter(), 0
    with multiprocessing.Pool(options.jobs) as pool:
        tasks = [(options.binary, options.seed, number, options.keep) for number in numbers]
        for number, verdict, failed, told in pool.imap_unordered(trial, tasks, chunksize=8):
            tally[verdict] += 1
            errors += failed
            if verdict == DIFFERENT:
                print(f"\nDIFFERENT --seed {options.seed} --only {number}\n{told}", flush=True)
            if options.seconds and time.monotonic() - begun > options.seconds:
                print(f"stopped after {options.seconds:.0f} s")
                break
    print(f"took {time.monotonic() - begun:.0f} s; {errors} end with an error")
    print(", ".join(f"{tally[kind]} {kind}" for kind in (SAME, RULE, KEPT, DIFFERENT)))
    good = sum(tally.values()) - tally[DIFFERENT]
    print(f"{good} passed, {tally[DIFFERENT]} failed")
    sys.exit(0 if good and not tally[DIFFERENT] else 1)


def trial(task):
    """The table's number, the verdict, whether it ends with an error, and what is to be told."""
    binary, seed, number, keep = task
    rng = random.Random(f"{seed}/{number}")
    tree, steps = tables.table(rng), tables.steps(rng)
    with tempfile.TemporaryDirectory(prefix="bpmn-bridge-tables-") as folder:
        scenario = {
            "models": ["process.bpmn", "rules.dmn"], "process": "p", "data": {"stop": False}, "steps": steps, "reopen": rng.random() < 0.4,
            "dialect": rng.choice(("spiff", "spiff", "spiff", "bpmn")),
        }  # fmt: skip
        files = {"process.bpmn": tables.PROCESS, "rules.dmn": tables.dmn(tree), "scenario.json": json.dumps(scenario)}
        write(pathlib.Path(folder), files)
        ours, said = bridge(binary, folder)
        verdict, theirs = compare(ours, scenario, folder, steps)
    failed = bool(ours) and '"error":true' in ours[-1]
    if verdict != DIFFERENT:
        return number, verdict, failed, ""
    if keep:
        write(keep / f"{seed}-{number}", files)
    return number, verdict, failed, told(tree, steps, ours, theirs, said)


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def bridge(binary, folder):
    ended = subprocess.run([binary, "simulate", f"{folder}/scenario.json"], capture_output=True, timeout=60)
    return ended.stdout.decode(errors="replace").splitlines(), ended.stderr.decode(errors="replace")


def compare(ours, scenario, folder, steps):
    """The verdict, and what the library prints; where it is to be corrected, corrected."""
    scenario = {**scenario, "models": [f"{folder}/{name}" for name in scenario["models"]]}
    theirs = run(scenario, steps, ())
    if ours == theirs:
        return SAME, theirs
    meant = run(scenario, steps, (corrections.corrected,))
    if ours == meant:
        return RULE, meant
    if scenario["reopen"] and ours == run({**scenario, "reopen": False}, steps, (corrections.corrected,)):
        return KEPT, meant
    return DIFFERENT, meant


def run(scenario, steps, corrections):
    try:
        return library.run(scenario, library.replay(steps), corrections)[0]
    except library.Refused as refusal:
        return [f"refused: {refusal}"]


def told(tree, steps, ours, theirs, said):
    lines = [f"  {json.dumps(tree)}", f"  steps {json.dumps(steps)}"]
    for number, (left, right) in enumerate(zip(ours + [""], theirs + [""])):
        if left != right:
            lines.append(f"  line {number}\n    here:               {left}\n    library, corrected: {right}")
            break
    return "\n".join(lines + [f"    said: {said.strip()}"] if said.strip() else lines)


if __name__ == "__main__":
    main()
