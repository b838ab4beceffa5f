"""Compares with the library corrected, and tells which corrections a difference needs."""

import json

import library
import standing
from rules import RULES

EQUAL, EITHER = "equal_values", "either_of_several"
OTHERS = {
    EQUAL: "library bug: an instance that is restored has 1 where it had 1.0",
    EITHER: "each of several rules explains it",
}


def corrected(case, folder, next_step, without=None):
    """The lines of the library with all corrections but one, and the steps."""
    rules = [rule for rule in RULES if rule.name != without]
    tree = case.model
    for rule in rules:
        tree = rule.rewrite(tree)
    lines, steps = library.run(case.scenario(folder, tree, "rewritten"), next_step, [r.correction for r in rules])
    return [standing.shown(line) for line in lines], steps


def needed(case, folder, ours):
    """The names of the rules without which the corrected library does not print the same."""
    text = json.dumps(case.model)
    rules = [rule for rule in RULES if case.reopen or not rule.reopen]
    possible = [rule for rule in rules if any(word in text for word in rule.words)]
    names = [r.name for r in possible if corrected(case, folder, while_same(case.steps, ours), r.name)[0] != ours]
    return tuple(names) or (EITHER,)


def while_same(steps, ours):
    """The steps as long as the lines are ours."""
    rest, lines = iter(steps), iter(ours)

    def next_step(line):
        # Equal, as 1 and 1.0 are, will do.
        shown = by_value(standing.shown(library.spiff_trace.canonical(line)))
        return next(rest, None) if shown == by_value(next(lines, "{}")) else None

    return next_step


def equal_values(ours, theirs):
    """The same but for numbers that are equal in Python."""
    if len(ours) != len(theirs) or None in theirs:
        return False
    return all(by_value(a) == by_value(b) for a, b in zip(ours, theirs))


def by_value(line):
    """A line of the trace in an order that does not depend on how a number is written."""
    record = json.loads(line)
    if "ready" in record:
        record["ready"].sort(key=lambda one: json.dumps(plain(one), sort_keys=True))
    return record


def plain(value):
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def check(examine):
    """The names of the rules that their own model does not show; `examine(model, steps, reopen)` gives a verdict."""
    broken = []
    for rule in RULES:
        verdict = examine(*rule.example, rule.reopen)
        if verdict.kind != "deviation" or rule.name not in verdict.rules:
            broken.append(f"{rule.name} ({verdict.kind} {' '.join(verdict.rules)})")
    return broken
