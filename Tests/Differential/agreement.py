"""The deviations that the guide lists and the rules are the same."""

import pathlib

from rules import RECORDED, RULES

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "Sources/bpmn-bridge/Documentation.docc/DeviationsFromSpiffWorkflow.md"
FIXTURES = ROOT / "Tests/Fixtures/Simulation"


def rows():
    """The first cells of the tables of what differs when a process runs."""
    # What differs when a model is read, no random model meets.
    lines = PAGE.read_text().partition("## When a model is read")[0].splitlines()
    heads = {number - 1 for number, line in enumerate(lines) if line.startswith("| --- ")}
    return [line.split(" | ")[0][2:] for number, line in enumerate(lines)
            if line.startswith("| ") and not line.startswith("| --- ") and number not in heads]


def missing():
    """What one has and the other has not, in words."""
    told = {row: "" if rule.endless else f"deviations/{rule.name}" for rule in RULES for row in rule.rows} | RECORDED
    found = rows()
    for row, folder in told.items():
        if row not in found:
            yield f"the guide has no row for: {row}"
        if folder and not list((FIXTURES / folder).glob("*.oracle")):
            yield f"nothing is recorded in {folder}"
    for row in found:
        if row not in told:
            yield f"no rule explains the guide's row: {row}"
