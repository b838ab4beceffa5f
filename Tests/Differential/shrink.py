"""Makes a case smaller as long as it stays different."""

import copy
import time

from models import trees


#: What a block has where it has nothing of its own.
PLAIN = {"around": [], "loop": None, "pre": None, "post": None, "reads": [], "writes": [], "standby": []}


def shrink(case, still_different, seconds):
    """The smallest case found in that time."""
    end = time.monotonic() + seconds
    tried, improved = set(), True
    while improved:
        improved = False
        for smaller in candidates(case):
            if time.monotonic() > end:
                return case
            key = repr((smaller.model, smaller.steps))
            if key in tried:
                continue
            tried.add(key)
            if still_different(smaller):
                case, improved = smaller, True
                break
    return case


def candidates(case):
    """Smaller cases, the much smaller first."""
    steps = case.steps
    for length in range(len(steps)):
        if length < len(steps) // 2 or length == len(steps) - 1:
            yield changed(case, steps=steps[:length])
    for number in range(len(steps)):
        yield changed(case, steps=steps[:number] + steps[number + 1 :])
    for edit in edits(case.model):
        model = copy.deepcopy(case.model)
        if edit(model) is not False:
            yield changed(case, model=model)


def changed(case, model=None, steps=None):
    return type(case)(model or case.model, case.steps if steps is None else steps, case.reopen)


def edits(model):
    """Functions that take something out of a copy of the model."""
    for path in paths(model):
        yield lambda m, p=path: drop(m, p)
        yield lambda m, p=path: unfold(m, p)
        block = at(model, path)
        for name, plain in PLAIN.items():
            if block.get(name):
                yield lambda m, p=path, n=name, v=plain: at(m, p).update({n: copy.copy(v)})
        for number, _ in enumerate(block.get("branches", [])):
            if len(block["branches"]) > 2:
                yield lambda m, p=path, n=number: at(m, p)["branches"].pop(n)
    for name, plain in (("standby", []), ("keys", 0), ("start", None), ("objects", [])):
        if model[name]:
            yield lambda m, n=name, v=plain: m.update({n: v})


def paths(model):
    """Where every block is: a list of keys and positions from the model down."""
    found = []

    def walk(body, path):
        for number, block in enumerate(body):
            here = path + [number]
            found.append(here)
            if "body" in block:
                walk(block["body"], here + ["body"])
            for name in ("branches", "around", "standby"):
                for position, part in enumerate(block.get(name) or []):
                    walk(part["body"], here + [name, position, "body"])

    walk(model["body"], ["body"])
    for number, part in enumerate(model["standby"]):
        walk(part["body"], ["standby", number, "body"])
    for name, called in model["called"].items():
        walk(called["body"], ["called", name, "body"])
    return found


def at(model, path):
    for key in path:
        model = model[key]
    return model


def drop(model, path):
    at(model, path[:-1]).pop(path[-1])


def unfold(model, path):
    """What is in a block takes its place."""
    block = at(model, path)
    inner = [b for body in trees.bodies(block) for b in body]
    if not inner:
        return False
    at(model, path[:-1])[path[-1] : path[-1] + 1] = inner
    return None
