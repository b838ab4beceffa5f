"""One model and its scenario, in the library and in the bridge."""

import dataclasses
import json
import pathlib
import random
import subprocess

import deviations
import library
import scenario as scenarios
from models import diagram, generator

SERVICES = {"add": 7, "ask": {"answer": [1, "two"]}}


@dataclasses.dataclass
class Case:
    """A model with the steps that were taken on it."""

    model: dict
    steps: list
    reopen: bool = False

    def scenario(self, folder, tree=None, name="model"):
        """Its scenario, with the files of the model, or of what the model was made into, written to the folder."""
        written = diagram.files(tree or self.model, name)
        for file, text in written.items():
            (folder / file).write_text(text)
        return {
            "models": [str(folder / file) for file in written], "process": "p", "dialect": self.model["dialect"],
            "data": self.model["data"], "services": SERVICES, "reopen": self.reopen, "steps": self.steps,
        }  # fmt: skip


@dataclasses.dataclass
class Verdict:
    """`same`, `deviation` (with its rules), `refused` by the bridge, `unread` by the library, `stopped` or `different`.

    It is `stopped` where the library did not end, and all was the same before.
    """

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
        next_step = scenarios.chooser(rng, rng.choice((3, 6, 10)))
        try:
            # Where it deviates the corrected library knows what to do next.
            corrected, case.steps = deviations.corrected(case, self.folder, next_step)
        except library.Refused as refusal:
            return [Verdict("unread", case, [], [], said=str(refusal))]
        plain = self.compare(case, corrected)
        return [plain, self.judge(dataclasses.replace(case, reopen=True), plain)]

    def judge(self, case, plain=None):
        """`plain` is the verdict on the same that was not reopened, if there is one: it needs the same rules."""
        try:
            corrected, _ = deviations.corrected(case, self.folder, library.replay(case.steps))
        except library.Refused as refusal:
            return Verdict("unread", case, [], [], said=str(refusal))
        return self.compare(case, corrected, plain)

    def compare(self, case, corrected, plain=None):
        said, ours = self.bridge(case)
        if not ours:
            return Verdict("refused", case, ours, corrected, said=said)
        theirs, _ = library.run(case.scenario(self.folder), deviations.while_same(case.steps, ours))
        for expected in (theirs, corrected):
            if ours == expected:
                break
            if case.reopen and deviations.equal_values(ours, expected):
                return Verdict("deviation", case, ours, theirs, (deviations.EQUAL,))
        if ours == theirs:
            return Verdict("same", case, ours, theirs)
        if ours == corrected:
            if plain is not None and plain.kind == "deviation" and plain.ours == ours:
                return Verdict("deviation", case, ours, theirs, plain.rules)
            rules = deviations.needed(case, self.folder, ours)
            return Verdict("deviation", case, ours, theirs, rules)
        # Where the library never ends, what came before must still be the same.
        if corrected[-1] is None and ours[: len(corrected) - 1] == corrected[:-1]:
            return Verdict("stopped", case, ours, corrected, said=said)
        return Verdict("different", case, ours, corrected, said=said)

    def refusal(self, model):
        """Why the bridge does not take the model; None where it does."""
        said, lines = self.bridge(Case(model, []))
        return None if lines else said.strip().splitlines()[-1]

    def bridge(self, case):
        """What the bridge says on standard error, and the lines of its trace."""
        text = json.dumps(case.scenario(self.folder))
        try:
            ended = subprocess.run([self.binary, "simulate", "-"], input=text.encode(), capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return "no end after 60 s", ["no end after 60 s"]
        said = ended.stderr.decode(errors="replace")
        if ended.returncode not in (0, 1, 78):
            return said, [f"exit status {ended.returncode}"]
        return said, ended.stdout.decode(errors="replace").splitlines()
