"""The README's deviations and the rules are the same."""

import itertools
import pathlib

from rules import RECORDED, RULES

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/Fixtures/Simulation"


def rows():
    """The first cells of the table of deviations."""
    section = (ROOT / "README.md").read_text().partition("### Deviations")[2]
    table = itertools.dropwhile(lambda line: not line.startswith("| --- "), section.splitlines())
    lines = itertools.takewhile(lambda line: line.startswith("| "), table)
    return [line.split(" | ")[0][2:] for line in lines][1:]


def missing():
    """What one has and the other has not, in words."""
    told = {row: "" if rule.endless else f"deviations/{rule.name}" for rule in RULES for row in rule.rows} | RECORDED
    found = rows()
    for row, folder in told.items():
        if row not in found:
            yield f"the README has no row for: {row}"
        if folder and not list((FIXTURES / folder).glob("*.oracle")):
            yield f"nothing is recorded in {folder}"
    for row in found:
        if row not in told:
            yield f"no rule explains the README's row: {row}"
