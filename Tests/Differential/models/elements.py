"""What the generator can use, and a tiny model for each, to ask an engine whether it takes it."""

EVENTS = ("message", "signal", "timer_date", "timer_duration", "timer_cycle", "conditional")

ELEMENTS = (
    "script", "user", "manual", "plain", "send", "receive", "service", "scripts_around",
    "message_start", "both_starts",
    "catch_message", "catch_signal", "catch_timer_date", "catch_timer_duration", "catch_timer_cycle",
    "catch_conditional", "throw_none", "throw_message", "throw_signal", "throw_escalation",
    "exclusive", "parallel", "inclusive", "event_based", "implicit_split", "flow_loop",
    "subprocess", "transaction", "call", "call_names",
    "boundary_message", "boundary_signal", "boundary_timer_date", "boundary_timer_duration", "boundary_timer_cycle",
    "boundary_conditional", "boundary_error", "boundary_escalation", "boundary_cancel", "beside",
    "standby_message", "standby_signal", "standby_timer_duration", "standby_conditional", "standby_error",
    "standby_escalation", "standby_beside",
    "parallel_instances", "sequential_instances", "standard_loop",
    "data_object", "correlation", "correlation_pair",
    "end_message", "end_signal", "end_error", "end_escalation", "end_terminate", "in_place", "failing",
)  # fmt: skip

#: A script that tells how often it ran.
COUNTING = "try:\n    k = k + 1\nexcept NameError:\n    k = 0"

TIMES = {
    "timer_date": '"2026-01-01T00:00:20+00:00"',
    "timer_duration": '"PT10S"',
    "timer_cycle": '"R2/PT10S"',
}


def event(kind, **more):
    """What an element waits for or throws; timers and conditions need their text."""
    spec = {"type": kind, **more}
    if kind in TIMES:
        spec.setdefault("text", TIMES[kind])
    if kind == "conditional":
        spec.setdefault("text", "v0 > 2")
    if kind in ("message", "signal"):
        spec.setdefault("name", {"message": "m0", "signal": "s0"}[kind])
    if kind in ("error", "escalation"):
        spec.setdefault("code", {"error": "E1", "escalation": "X1"}[kind])
    return spec


def model(body=(), **more):
    """A model around these blocks."""
    return {
        "dialect": "spiff", "start": None, "body": list(body), "standby": [], "called": {}, "objects": [],
        "keys": 0, "payload_on": "message", "data": {"v0": 1, "v1": 2, "v2": 3, "l": [1, 2], "d": {"a": {"k": 1}},
                                                    "id": 1, "part": 1}, **more,
    }  # fmt: skip


def block(kind, identity="b", **more):
    return {"kind": kind, "id": identity, **more}


def inside(**more):
    """A subprocess around a user task."""
    return block("subprocess", "sub", body=[block("user", "u")], standby=[], **more)


def probe(name):
    """A model that uses the element and little else."""
    first, _, rest = name.partition("_")
    user = block("user", "u")
    branches = [{"condition": "v0 > 0", "body": [user]}, {"condition": None, "body": []}]
    if first == "catch":
        return model([block("catch", event=event(rest))])
    if first == "throw" or name.startswith("end_"):
        return model([block("throw" if first == "throw" else "stop", event=event(rest))])
    if first == "boundary" and rest == "cancel":
        return model([inside(transaction=True, around=[around(event("cancel"))])])
    if first == "boundary":
        return model([inside(around=[around(event(rest))])])
    if first == "standby" and rest != "beside":
        return model([user], standby=[standby(event(rest))])
    special = {
        "scripts_around": lambda: model([{**user, "pre": "v0 = 1", "post": "v1 = 1"}]),
        "message_start": lambda: model([], start="message"),
        "both_starts": lambda: model([], start="both"),
        "send": lambda: model([block("send", name="m0")]),
        "receive": lambda: model([block("receive", name="m0")]),
        "script": lambda: model([block("script", text="v0 = 1")]),
        "service": lambda: model([block("service", operator="add")]),
        "exclusive": lambda: model([block("exclusive", branches=branches, join=True)]),
        "inclusive": lambda: model([block("inclusive", branches=branches)]),
        "parallel": lambda: model([block("parallel", branches=branches)]),
        "implicit_split": lambda: model([block("fork", branches=branches)]),
        "event_based": lambda: model([block("event_based", join=True, branches=[
            {"event": event("message"), "body": []}, {"event": event("signal"), "body": []}])]),
        "flow_loop": lambda: model([block("flow_loop", body=[user], times=2)]),
        "subprocess": lambda: model([inside()]),
        "transaction": lambda: model([inside(transaction=True)]),
        "call": lambda: model([block("call", called="c")], called={"c": {"body": [user], "standby": []}}),
        "call_names": lambda: model(
            [block("call", called="c")],
            called={"c": {"body": [user], "standby": [], "inputs": ["v0"], "outputs": ["v0"]}}),
        "beside": lambda: model([inside(around=[around(event("message"), beside=True)])]),
        "standby_beside": lambda: model([user], standby=[standby(event("message"), beside=True)]),
        "parallel_instances": lambda: model([{**user, "loop": {"kind": "parallel", "count": "2"}}]),
        "sequential_instances": lambda: model([{**user, "loop": {"kind": "sequential", "count": "2"}}]),
        "standard_loop": lambda: model([{**user, "loop": {"kind": "standard", "maximum": 2}}]),
        "data_object": lambda: model([{**user, "reads": ["o0"]}], objects=["o0"]),
        "correlation": lambda: model([block("catch", event=event("message"))], keys=1),
        "correlation_pair": lambda: model([block("catch", event=event("message"))], keys=2),
        "in_place": lambda: model([block("script", text="l[0] = 1")]),
        "failing": lambda: model([block("script", text="v0 = 1 / 0")]),
    }  # fmt: skip
    return special.get(name, lambda: model([block(name)]))()


def around(what, beside=False, body=(), merge=False):
    """A boundary element with what follows it."""
    return {"id": "at", "event": what, "beside": beside, "body": list(body), "merge": merge}


def standby(what, beside=False, body=()):
    """An event subprocess."""
    return {"id": "es", "event": what, "beside": beside, "body": list(body)}
