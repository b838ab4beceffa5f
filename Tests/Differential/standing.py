"""Event subprocesses as BPMN 2.0 has them, for a library that starts them at the wrong time.

What is in a process with an event subprocess goes into a subprocess, and the event subprocess behind a boundary event
of that: an interrupting one ends what is in it, the other runs beside it.
"""

import json

from corrections.beside import stands_by
from library import spiff_trace


def rewritten(model):
    """The model without event subprocesses."""
    changed = scope({**model, "called": {name: scope(called, name) for name, called in model["called"].items()}}, "p")
    if changed["standby"] != model["standby"]:
        # A subprocess has one start element: two of them stay outside.
        changed["scope_name"] = "p_outside"
        if model["start"] != "both":
            changed["body"][0]["start"] = model["start"]
            changed["start"] = None
    return changed


def scope(spec, name):
    body = [block(one) for one in spec["body"]]
    if spec["standby"]:
        around = [boundary(one) for one in spec["standby"]]
        body = [{"kind": "subprocess", "id": f"{name}_inside", "scope_name": name, "body": body, "standby": [],
                 "around": around}]  # fmt: skip
        return {**spec, "body": body, "standby": [], "scope_name": f"{name}_outside"}
    return {**spec, "body": body}


def boundary(spec):
    inner = {"kind": "subprocess", "id": spec["id"], "scope_name": f"{spec['id']}_inside",
             "body": [block(b) for b in spec["body"]], "standby": []}  # fmt: skip
    return {"id": f"{spec['id']}_start", "event": spec["event"], "beside": spec["beside"], "merge": False,
            "body": [inner]}  # fmt: skip


def block(one):
    changed = scope(one, one["id"]) if "standby" in one else dict(one)
    if "body" in one and "standby" not in one:
        changed["body"] = [block(b) for b in one["body"]]
    for name in ("branches", "around"):
        if one.get(name):
            changed[name] = [{**part, "body": [block(b) for b in part["body"]]} for part in one[name]]
    return changed


def shown(line):
    """A line of the trace as it is with an event subprocess: of those that stand by, only timers are shown."""
    if line is None:
        return None
    record = json.loads(line)
    if "waiting" in record:
        record["waiting"] = [w for w in record["waiting"] if w["event"] == "timer" or not stands_by(w["element"])]
    return spiff_trace.canonical(record)
