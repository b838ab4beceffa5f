#!/usr/bin/env python3
"""Random models and scenarios in SpiffWorkflow and in `bpmn-bridge simulate`: the same bytes, or a rule that says why.

    run.py --binary PATH [--count N] [--seed S] [--elements a,b,-c] [--keep DIR] [--jobs J]
    run.py --binary PATH --seed S --only NUMBER      the one model again

Each number is a model with a scenario, run as it is and with the instance reopened after every step.
"""

import argparse
import collections
import gc
import json
import multiprocessing
import os
import pathlib
import random
import resource
import shutil
import sys
import tempfile
import time

import agreement
import deviations
import judge
import shrink
from models import elements, probes

SHRUNK = 12  # so many differences are made small, the others are counted
JUDGE = None


def main():
    options = arguments()
    print(f"seed {options.seed}: {options.count} models", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bpmn-bridge-differential-"))
    try:
        ok = run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if ok else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, type=os.path.abspath)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", default=str(random.randrange(10**9)))
    parser.add_argument("--only", type=int, help="the number of one model")
    parser.add_argument("--elements", default="", help="those only; with a minus, all but those")
    parser.add_argument("--keep", type=pathlib.Path, help="where differences are written")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, help="stop after so many seconds, whatever the count")
    return parser.parse_args()


def run(options, folder):
    allowed, refused = ask(judge.Judge(options.binary, folder / "probe"), options.elements)
    print(f"elements: {', '.join(allowed)}")
    for name, reason in refused.items():
        print(f"refused: {name}: {reason}")
    numbers = [options.only] if options.only is not None else range(options.count)
    tally = Tally(options)
    context = multiprocessing.get_context("fork")
    with context.Pool(options.jobs, prepare, (options.binary, str(folder), context.Value("i", 0))) as pool:
        tasks = ((options.seed, number, tuple(allowed)) for number in numbers)
        begun = time.monotonic()
        for number, verdicts in pool.imap_unordered(trial, tasks, chunksize=4):
            for verdict in verdicts:
                tally.add(number, verdict)
            if options.seconds and time.monotonic() - begun > options.seconds:
                print(f"stopped after {options.seconds:.0f} s")
                break
        pool.terminate()
    tally.explain_all(judge.Judge(options.binary, folder / "shrink"))
    rules = judge.Judge(options.binary, folder / "rules")
    return tally.finish(lambda tree, steps, reopen: rules.judge(judge.Case(tree, steps, reopen)))


def ask(judge, wanted):
    """The elements the binary takes among those wanted, and what it says to the others."""
    names = [n for n in wanted.split(",") if n]
    minus = {n[1:] for n in names if n.startswith("-")}
    plus = {n for n in names if not n.startswith("-")} or set(elements.ELEMENTS)
    unknown = (plus | minus) - set(elements.ELEMENTS)
    if unknown:
        sys.exit(f"unknown elements: {', '.join(sorted(unknown))}")
    allowed, refused = [], {}
    for name in elements.ELEMENTS:
        if name in plus - minus:
            reason = judge.refusal(probes.probe(name))
            if reason is None:
                allowed.append(name)
            else:
                refused[name] = reason
    return allowed, refused


def prepare(binary, folder, counter):
    global JUDGE
    # What the library piles up in an endless loop ends with a MemoryError.
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    # What is there now is there for good; what a model leaves is collected seldom.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with counter.get_lock():
        counter.value += 1
        JUDGE = judge.Judge(binary, pathlib.Path(folder) / str(counter.value))


def trial(task):
    seed, number, allowed = task
    return number, JUDGE.trials(seed, number, allowed)


class Tally:
    def __init__(self, options):
        self.options = options
        self.kinds, self.rules, self.refusals = collections.Counter(), collections.Counter(), collections.Counter()
        self.different = []
        self.begun = self.told = time.monotonic()

    def add(self, number, verdict):
        self.kinds[verdict.kind] += 1
        self.rules.update(verdict.rules)
        if verdict.kind in ("refused", "unread"):
            who = "" if verdict.kind == "refused" else "by SpiffWorkflow: "
            self.refusals[
                who + verdict.said.strip().splitlines()[-1][-160:] if verdict.said.strip() else "nothing"
            ] += 1
        if verdict.kind == "stopped":
            print(f"the library did not end: --seed {self.options.seed} --only {number}")
        if verdict.kind == "different":
            print(f"different: --seed {self.options.seed} --only {number}", flush=True)
            self.different.append((number, verdict))
        if time.monotonic() - self.told > 10:
            self.told = time.monotonic()
            print(f"{sum(self.kinds.values())} scenarios, {len(self.different)} different", flush=True)

    def explain_all(self, judge):
        """Each difference, the first ones made small."""
        self.different.sort(key=lambda found: (found[0], found[1].case.reopen))
        seen = set()
        for number, verdict in self.different:
            if number in seen:
                continue
            seen.add(number)
            again = f"--seed {self.options.seed} --only {number}"
            if self.options.elements:
                again += f" --elements={self.options.elements}"
            print(f"\nDIFFERENT {again}{' (reopened)' if verdict.case.reopen else ''}")
            if len(seen) <= SHRUNK:
                case = shrink.shrink(verdict.case, lambda c: judge.judge(c).kind == "different", 30)
                verdict = judge.judge(case)
            tell(verdict)
            if self.options.keep:
                keep(self.options.keep / f"{self.options.seed}-{number}", verdict)

    def finish(self, examine):
        kinds = self.kinds
        broken = [f"the rule {name} does not explain its own model" for name in deviations.check(examine)]
        broken += agreement.missing()
        for what in broken:
            print(f"FAIL {what}")
        print(f"\ntook {time.monotonic() - self.begun:.0f} s")
        for what, count in self.refusals.most_common():
            print(f"refused {count}: {what}")
        print(f"\n{'recognised deviation':<28} {'scenarios':>9}  reason")
        for rule in deviations.RULES:
            print(f"{rule.name:<28} {self.rules.pop(rule.name, 0):>9}  {rule.reason}")
        for name, count in self.rules.items():
            print(f"{name:<28} {count:>9}  {deviations.OTHERS[name]}")
        told = {
            "same": "the same", "deviation": "deviate by a rule", "stopped": "where the library did not end",
            "refused": "refused", "unread": "refused by SpiffWorkflow", "different": "different",
        }  # fmt: skip
        print("\n" + ", ".join(f"{kinds[kind]} {words}" for kind, words in told.items()))
        good = kinds["same"] + kinds["deviation"] + len(deviations.RULES) - len(broken)
        bad = kinds["different"] + len(broken)
        print(f"{good} passed, {bad} failed", flush=True)
        return bad == 0 and good > 0


def tell(verdict):
    print(f"  {json.dumps(verdict.case.model)}")
    print(f"  steps {json.dumps(verdict.case.steps)}")
    for number, (left, right) in enumerate(zip(verdict.ours + [""], verdict.theirs + [""])):
        if left != right:
            print(f"  line {number}\n    here:          {left}\n    library, corrected: {right}")
            break
    if verdict.said:
        print(f"    said: {verdict.said.strip()}")


def keep(folder, verdict):
    folder.mkdir(parents=True, exist_ok=True)
    case = verdict.case
    scenario = case.scenario(folder)
    scenario["models"] = [pathlib.Path(name).name for name in scenario["models"]]
    (folder / "tree.json").write_text(json.dumps(case.model, indent=1) + "\n")
    (folder / "scenario.json").write_text(json.dumps(scenario, indent=1) + "\n")
    (folder / "here.trace").write_text("".join(line + "\n" for line in verdict.ours))
    (folder / "library.trace").write_text("".join(f"{line or 'no end'}\n" for line in verdict.theirs))


if __name__ == "__main__":
    main()
