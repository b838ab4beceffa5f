"""Tokens and their data."""

from corrections import rounds, tokens
from models import apart, texts
from models.elements import around, block, event, model
from rules.rule import MESSAGE, Rule, done

USER = block("user", "u")


def beside(what, body=()):
    return model([block("user", "u", around=[around(what, beside=True, body=body)])])


def parallel(*bodies):
    return block("parallel", "g", branches=[{"body": list(body)} for body in bodies])


def fork(*bodies):
    return {**parallel(*bodies), "kind": "fork"}


RULES = (
    Rule(
        name="own_data",
        rows=("parallel branches that change the same nested data",),
        reason="library bug: changing a list or object in place changes it in parallel branches too",
        correction=tokens.own_data,
        example=(
            model([parallel([block("script", "b1", text="d['a']['k'] = 9"), USER], [block("user", "w")])]), []),
        words=("d['a']['",),
    ),
    Rule(
        name="two_tokens",
        rows=("two tokens at one element",),
        reason="BPMN 2.0: a gateway with one incoming flow does not join tokens",
        correction=tokens.two_tokens,
        example=(beside(event("message"), [fork([block("user", "w")], [block("user", "x")])]), [MESSAGE, MESSAGE]),
        words=('"parallel"', '"inclusive"', '"fork"'),
    ),
    Rule(
        name="cancelled_rests",
        rows=("terminate end event",),
        reason="library bug: what has been cancelled in the same round still runs",
        correction=tokens.cancelled_rests,
        example=(
            model([fork(
                [block("script", "b1", text="v0 = 7"), block("stop", "b2", event=event("terminate"))],
                [block("script", "b3", text="v1 = 7"), block("throw", "b4", event=event("message"))])]), []),
        words=('"around"', '"terminate"', '"standby": [{'),
    ),
    Rule(
        name="removed_waits",
        rows=("an event behind a parallel gateway with empty branches",),
        reason="library bug: behind a parallel gateway whose branches are empty the same event is waited for twice",
        correction=tokens.removed_waits,
        example=(model([parallel([], []), block("catch", "c", event=event("signal"))]), []),
        words=('"parallel"', '"inclusive"'),
    ),
    Rule(
        name="objects_climb",
        rows=("a data object used in a subprocess of a subprocess",),
        reason="library bug: it looks for the data object without end when it reads the model",
        correction=tokens.objects_climb,
        endless=True,
        example=(
            model([block("subprocess", "s", standby=[], body=[block(
                "subprocess", "t", standby=[], body=[block("script", text="o0 = 1", writes=["o0"])])])], objects=["o0"]),
            []),
        words=('"objects": ["o0"]',),
    ),
    Rule(
        name="prescript_once",
        rows=("a script before a waiting task",),
        reason="library bug: the pre-script of a waiting task runs whenever something else completes",
        correction=tokens.prescript_once,
        example=(
            model([parallel([block("receive", "r", name="m0", pre=texts.COUNTING)], [USER])]), [done(), MESSAGE]),
        words=('"receive"',),
    ),
    Rule(
        name="interrupted_sends_nothing",
        rows=("parallel join behind a subprocess that is interrupted as it ends",),
        reason="library bug: the flow of an interrupted activity counts as arrived at a parallel gateway",
        correction=tokens.interrupted_sends_nothing,
        example=(
            model([parallel([], [block("subprocess", "t", transaction=True, standby=[], body=[
                block("stop", "x", event=event("cancel"))], around=[around(event("cancel"))])])]),
            []),
        words=('"parallel"',),
    ),
    Rule(
        name="join_in_loop",
        rows=("a parallel or inclusive join inside a loop",),
        reason="library bug: a gateway in a loop joins what has come in earlier turns too",
        correction=tokens.join_in_loop,
        example=(
            model([block("flow_loop", "l", times=2, body=[parallel([USER], [])])]),
            [done(v0=5.0), done(v0=5)]),
        words=('"flow_loop"',),
    ),
    Rule(
        name="flows_apart",
        rows=("several flows from one gateway to a parallel join",),
        reason="BPMN 2.0: a parallel gateway waits for a token on each incoming flow; the library counts elements",
        rewrite=apart.apart,
        example=(
            model([parallel([], [block("exclusive", "x", join=False, branches=[
                {"condition": "v0 > 0", "body": []}, {"condition": None, "body": []}])])]), []),
        words=('"exclusive"',),
    ),
    Rule(
        name="ends_at_once",
        rows=("the end of a subprocess in a called process, and a path beside it",),
        reason="a subprocess is over with its last element; the library lets others go on for two rounds before",
        correction=rounds.ends_at_once,
        example=(
            model([block("call", called="c")], called={"c": {"standby": [], "body": [block(
                "subprocess", "s", standby=[], body=[block("stop", "x", event=event("escalation"))],
                around=[around(event("escalation"), beside=True, body=[block("script", "w", text="v0 = 7")])])]}}), []),
        words=('"subprocess"', '"call"'),
    ),
    Rule(
        name="no_such_name",
        rows=("a name that the data lacks, and that is a function of Python's outside the subset (`id`)",),
        reason="library bug: where the data has no `id` its expressions take Python's function of that name",
        correction=tokens.no_such_name,
        example=(model([block("throw", event=event("message"))], data={"v0": 1, "part": 1}), []),
        words=('"message"', '"send"'),
    ),
    Rule(
        name="outputs_at_once",
        rows=("a called process with outputs that ends by a terminate end event",),
        reason="library bug: a called process that is terminated has none of the outputs it declares",
        correction=tokens.outputs_at_once,
        example=(
            model([block("call", called="c")], called={"c": {
                "body": [block("stop", "x", event=event("terminate"))], "standby": [], "outputs": ["v0"]}}), []),
        words=('"outputs"',),
    ),
)  # fmt: skip
