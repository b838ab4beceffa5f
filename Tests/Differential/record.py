#!/usr/bin/env python3
"""Records the traces of both for the models of rules that have no folder in `Tests/Fixtures/Simulation/deviations` yet.

    record.py --binary PATH
"""

import argparse
import json
import pathlib

import judge
import library
from rules import RULES

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/Simulation/deviations"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    binary = parser.parse_args().binary
    for rule in RULES:
        if not rule.endless and not (FOLDER / rule.name).exists():
            record(rule, binary)
            print(f"recorded {rule.name}")


def record(rule, binary):
    folder = FOLDER / rule.name
    folder.mkdir()
    case = judge.Case(*rule.example, rule.reopen)
    _, ours = judge.Judge(binary, folder).bridge(case)
    theirs, _ = library.run(case.scenario(folder), library.replay(case.steps))
    scenario = {**case.scenario(folder), "models": ["model.bpmn"]}
    plain = {name: value for name, value in scenario.items() if name != "services" and (name != "reopen" or value)}
    (folder / f"{rule.name}.json").write_text(json.dumps(plain, indent=2) + "\n")
    (folder / f"{rule.name}.trace").write_text("".join(f"{line}\n" for line in ours))
    (folder / f"{rule.name}.oracle").write_text("".join(f"{line}\n" for line in theirs))


if __name__ == "__main__":
    main()
