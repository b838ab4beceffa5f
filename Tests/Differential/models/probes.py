"""A tiny model for each element, to ask an engine whether it takes it."""

from models.elements import around, block, event, inside, model, standby

USER = block("user", "u")
BRANCHES = [{"condition": "v0 > 0", "body": [USER]}, {"condition": None, "body": []}]


def probe(name):
    """A model that uses the element and little else."""
    first, _, rest = name.partition("_")
    if name in SPECIAL:
        return SPECIAL[name]()
    if first == "catch":
        return model([block("catch", event=event(rest))])
    if first == "throw" or first == "end":
        return model([block("throw" if first == "throw" else "stop", event=event(rest))])
    if first == "boundary":
        return model([inside(around=[around(event(rest))])])
    if first == "standby":
        return model([USER], standby=[standby(event(rest))])
    return model([block(name)])


def called(**more):
    return model([block("call", called="c")], called={"c": {"body": [USER], "standby": [], **more}})


def waiting(**more):
    return model([block("catch", event=event("message"))], **more)


SPECIAL = {
    "boundary_cancel": lambda: model([inside(transaction=True, around=[around(event("cancel"))])]),
    "scripts_around": lambda: model([{**USER, "pre": "v0 = 1", "post": "v1 = 1"}]),
    "message_start": lambda: model([], start="message"),
    "both_starts": lambda: model([], start="both"),
    "send": lambda: model([block("send", name="m0")]),
    "receive": lambda: model([block("receive", name="m0")]),
    "script": lambda: model([block("script", text="v0 = 1")]),
    "service": lambda: model([block("service", operator="add")]),
    "rule": lambda: model([block("rule", decision="rate")]),
    "exclusive": lambda: model([block("exclusive", branches=BRANCHES, join=True)]),
    "inclusive": lambda: model([block("inclusive", branches=BRANCHES)]),
    "no_default": lambda: model([block("exclusive", branches=[{"condition": "v0 > 0", "body": [USER]}], join=True)]),
    "parallel": lambda: model([block("parallel", branches=BRANCHES)]),
    "implicit_split": lambda: model([block("fork", branches=BRANCHES)]),
    "link": lambda: model([block("link", branches=BRANCHES)]),
    "event_based": lambda: model([block("event_based", join=True, branches=[
        {"event": event("message"), "body": []}, {"event": event("signal"), "body": []}])]),
    "flow_loop": lambda: model([block("flow_loop", body=[USER], times=2)]),
    "subprocess": lambda: model([inside()]),
    "transaction": lambda: model([inside(transaction=True)]),
    "call": called,
    "call_names": lambda: called(inputs=["v0"], outputs=["v0"]),
    "call_file": lambda: called(file=True),
    "beside": lambda: model([inside(around=[around(event("message"), beside=True)])]),
    "standby_beside": lambda: model([USER], standby=[standby(event("message"), beside=True)]),
    "parallel_instances": lambda: model([{**USER, "loop": {"kind": "parallel", "count": "2"}}]),
    "sequential_instances": lambda: model([{**USER, "loop": {"kind": "sequential", "count": "2"}}]),
    "standard_loop": lambda: model([{**USER, "loop": {"kind": "standard", "maximum": 2}}]),
    "completion_condition": lambda: model([{**USER, "loop": {"kind": "parallel", "count": "2", "until": "v0 > 1"}}]),
    "data_object": lambda: model([{**USER, "reads": ["o0"]}], objects=["o0"]),
    "task_names": lambda: model([{**USER, "inputs": ["v0"], "outputs": ["v0"]}]),
    "correlation": lambda: waiting(keys=1),
    "correlation_pair": lambda: waiting(keys=2),
    "correlation_keys": lambda: waiting(keys=3),
    "correlation_main": lambda: waiting(keys=4),
    "own_correlation": lambda: model([block("catch", event=event("message", own=True))], keys=1, payload_on="event"),
    "lanes": lambda: model([USER], lanes=True),
    "in_place": lambda: model([block("script", text="l[0] = 1")]),
    "failing": lambda: model([block("script", text="v0 = 1 / 0")]),
}  # fmt: skip
