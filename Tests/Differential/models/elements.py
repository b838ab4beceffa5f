"""What the generator can use, and how its parts are written down."""

from models import texts

#: What can be waited for.
EVENTS = ("message", "signal", "timer_date", "timer_duration", "timer_cycle", "conditional")

ELEMENTS = (
    "script", "user", "manual", "plain", "send", "receive", "service", "rule", "scripts_around",
    "message_start", "both_starts",
    "catch_message", "catch_signal", "catch_timer_date", "catch_timer_duration", "catch_timer_cycle",
    "catch_conditional", "catch_multiple", "catch_parallel_multiple",
    "throw_none", "throw_message", "throw_signal", "throw_escalation", "throw_multiple",
    "exclusive", "parallel", "inclusive", "event_based", "implicit_split", "flow_loop", "link", "no_default",
    "subprocess", "transaction", "call", "call_names", "call_file",
    "boundary_message", "boundary_signal", "boundary_timer_date", "boundary_timer_duration", "boundary_timer_cycle",
    "boundary_conditional", "boundary_error", "boundary_escalation", "boundary_cancel", "boundary_multiple",
    "boundary_parallel_multiple", "beside",
    "standby_message", "standby_signal", "standby_timer_date", "standby_timer_duration", "standby_timer_cycle",
    "standby_conditional", "standby_error", "standby_escalation", "standby_multiple", "standby_parallel_multiple",
    "standby_beside",
    "parallel_instances", "sequential_instances", "standard_loop", "completion_condition",
    "data_object", "task_names", "correlation", "correlation_pair", "correlation_keys", "correlation_main",
    "own_correlation", "lanes",
    "end_message", "end_signal", "end_error", "end_escalation", "end_terminate", "end_multiple", "in_place", "failing",
)  # fmt: skip

#: What is counted by `keys` of a model: the properties of each correlation key.
KEYS = ((), (("id",),), (("id", "part"),), (("id",), ("part",)), ())
#: Properties that no key names.
LOOSE = 4


def event(kind, **more):
    """What an element waits for or throws; timers and conditions need their text."""
    spec = {"type": kind, **more}
    if kind in texts.TIMES:
        spec.setdefault("text", texts.TIMES[kind][0])
    if kind == "conditional":
        spec.setdefault("text", "v0 > 2")
    if kind in ("message", "signal"):
        spec.setdefault("name", {"message": "m0", "signal": "s0"}[kind])
    if kind in ("error", "escalation"):
        spec.setdefault("code", {"error": "E1", "escalation": "X1"}[kind])
    if kind in ("multiple", "parallel_multiple"):
        spec.setdefault("events", [event("message"), event("signal")])
    return spec


def model(body=(), **more):
    """A model around these blocks."""
    return {
        "dialect": "spiff", "start": None, "body": list(body), "standby": [], "called": {}, "objects": [],
        "keys": 0, "payload_on": "message", "lanes": False,
        "data": {"v0": 1, "v1": 2, "v2": 3, "l": [1, 2], "d": {"a": {"k": 1}}, "id": 1, "part": 1}, **more,
    }  # fmt: skip


def block(kind, identity="b", **more):
    return {"kind": kind, "id": identity, **more}


def inside(**more):
    """A subprocess around a user task."""
    return block("subprocess", "sub", body=[block("user", "u")], standby=[], **more)


def around(what, beside=False, body=(), merge=False):
    """A boundary element with what follows it."""
    return {"id": "at", "event": what, "beside": beside, "body": list(body), "merge": merge}


def standby(what, beside=False, body=()):
    """An event subprocess."""
    return {"id": "es", "event": what, "beside": beside, "body": list(body)}
