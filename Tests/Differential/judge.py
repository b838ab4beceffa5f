"""One model and its scenario, in the library and in the bridge."""
import dataclasses
import json
import pathlib
import random
import subprocess

import deviations
import diagram
import generator
import library
import scenario as scenarios
import standing

SERVICES = {"add": 7, "ask": {"answer": [1, "two"]}}


@dataclasses.dataclass
class Case:
    """A model with the steps that were taken on it."""

    model: dict
    steps: list
    reopen: bool = False

    def scenario(self, folder):
        return {
            "models": [str(folder / "model.bpmn")], "process": "p", "dialect": self.model["dialect"],
            "data": self.model["data"], "services": SERVICES, "reopen": self.reopen, "steps": self.steps,
        }  # fmt: skip


@dataclasses.dataclass
class Verdict:
    """`same`, `deviation` (with the names of the rules), `refused`, `unread` (by the library), `stopped` (the library did not end) or `different`."""

    kind: str
    case: Case
    ours: list
    theirs: list
    rules: tuple = ()
    said: str = ""


class Judge:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def trials(self, seed, number, allowed):
        """The verdicts on the model of that number, as it is and reopened after every step."""
        rng = random.Random(f"{seed}/{number}")
        case = Case(generator.generate(rng, allowed), [])
        self.write(case.model)
        next_step = scenarios.chooser(rng, rng.choice((3, 6, 10)))
        try:
            # Where it deviates the corrected library knows what to do next.
            corrected, case.steps = deviations.corrected(case.scenario(self.folder), next_step)
        except library.Refused as refusal:
            return [Verdict("unread", case, [], [], said=str(refusal))]
        return [self.compare(case, corrected), self.judge(dataclasses.replace(case, reopen=True), written=True)]

    def judge(self, case, written=False):
        if not written:
            self.write(case.model)
        try:
            corrected, _ = deviations.corrected(case.scenario(self.folder), library.replay(case.steps))
        except library.Refused as refusal:
            return Verdict("unread", case, [], [], said=str(refusal))
        return self.compare(case, corrected)

    def compare(self, case, corrected):
        said, ours = self.bridge(case)
        if not ours:
            return Verdict("refused", case, ours, corrected, said=said)
        theirs, _ = library.run(case.scenario(self.folder), library.replay(case.steps))
        for expected in (theirs, corrected):
            if ours == expected:
                break
            if case.reopen and deviations.equal_values(ours, expected):
                return Verdict("deviation", case, ours, theirs, ("equal_values",))
        if ours == theirs:
            return Verdict("same", case, ours, theirs)
        if ours == corrected:
            rules = deviations.needed(case.model, case.scenario(self.folder), case.steps, ours)
            return Verdict("deviation", case, ours, theirs, rules)
        # Where the library never ends, what came before must still be the same.
        if corrected[-1] is None and ours[: len(corrected) - 1] == corrected[:-1]:
            return Verdict("stopped", case, ours, corrected, said=said)
        return Verdict("different", case, ours, corrected, said=said)

    def write(self, model):
        (self.folder / "model.bpmn").write_text(diagram.bpmn(model))
        (self.folder / "rewritten.bpmn").write_text(diagram.bpmn(standing.rewritten(model)))

    def refusal(self, model):
        """Why the bridge does not take the model; None where it does."""
        self.write(model)
        said, lines = self.bridge(Case(model, []))
        return None if lines else said.strip().splitlines()[-1]

    def bridge(self, case):
        """What the bridge says on standard error, and the lines of its trace."""
        text = json.dumps(case.scenario(self.folder))
        try:
            ended = subprocess.run(
                [self.binary, "simulate", "-"], input=text.encode(), capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return "no end after 60 s", ["no end after 60 s"]
        said = ended.stderr.decode(errors="replace")
        if ended.returncode not in (0, 1, 78):
            return said, [f"exit status {ended.returncode}"]
        return said, ended.stdout.decode(errors="replace").splitlines()
