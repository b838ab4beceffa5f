"""What is waited for, thrown and caught."""

import standing
from corrections import all_of, events, rounds, scopes, staying, stored
from corrections import standby as stood_by
from models import links
from models.elements import around, block, event, inside, model, standby
from rules.rule import MESSAGE, Rule, done
from rules.tokens import USER, beside, parallel

RULES = (
    Rule(
        name="signal_end",
        rows=("signal end event",),
        reason="BPMN 2.0: a signal end event throws; the library drops it",
        correction=events.signal_end,
        example=(model([block("stop", event=event("signal"))]), []),
        words=('"stop"',),
    ),
    Rule(
        name="links",
        rows=("link events",),
        reason="BPMN 2.0: a link throw goes on at the catch of its name; the library drops it",
        rewrite=links.drawn,
        example=(model([block("link", branches=[{"condition": None, "body": []}]), USER]), []),
        words=('"link"',),
    ),
    Rule(
        name="boundary_again",
        rows=("non-interrupting boundary event",),
        reason="BPMN 2.0: a non-interrupting boundary event can occur again while its activity runs",
        correction=events.boundary_again,
        example=(beside(event("message")), [MESSAGE, MESSAGE]),
        words=('"beside": true',),
    ),
    Rule(
        name="one_interrupts",
        rows=("two interrupting boundary events at the same moment",),
        reason="BPMN 2.0: an activity is interrupted once, by the first of several events at the same moment",
        correction=events.one_interrupts,
        example=(
            model([block("user", "u", around=[
                {**around(event("signal")), "id": "a1"},
                {**around(event("signal"), body=[block("user", "w")]), "id": "a2"}])]),
            [{"event": "signal", "name": "s0", "payload": 1}]),
        words=('"around"',),
    ),
    Rule(
        name="parallel_multiple",
        rows=("parallel multiple events",),
        reason="BPMN 2.0: of several events that must all come, the rest is waited for",
        correction=events.parallel_multiple,
        example=(
            model([block("catch", event=event("parallel_multiple"))]), [MESSAGE, MESSAGE]),
        words=('"parallel_multiple"',),
    ),
    Rule(
        name="several_payloads",
        rows=("the payload of one of multiple events",),
        reason="library bug: what one of multiple events brings is dropped",
        correction=events.several_payloads,
        example=(model([block("catch", event=event("multiple"))]), [MESSAGE]),
        words=('"multiple"', '"parallel_multiple"'),
    ),
    Rule(
        name="several_correlations",
        rows=("`processVariableCorrelation` in one of multiple events, or behind an event-based gateway",),
        reason="library bug: what one of several events correlates by is not computed while it is waited for",
        correction=events.several_correlations,
        example=(
            model([block("catch", event=event("multiple", events=[event("message", own=True), event("signal")]))],
                  keys=1, payload_on="event"),
            [{**MESSAGE, "payload": {"n": 1, "id": 2, "part": 1}}]),
        words=('"own": true',),
    ),
    Rule(
        name="waiting_order",
        rows=("which of several elements receives an event first, in a stored instance",),
        reason="library bug: an instance that is restored waits in the order in which its tasks were made",
        correction=stored.waiting_order,
        reopen=True,
        # What hears the message first makes the conversation, which the boundary element looks at once more.
        example=(
            model([block("receive", "r", name="m0", loop={"kind": "parallel", "over": "l"},
                         around=[around(event("multiple"))])], keys=1),
            [{**MESSAGE, "correlations": {"other": {"id": 1}}}]),
        words=('"multiple"', '"parallel_multiple"', '"event_based"', '"standby": [{'),
    ),
    Rule(
        name="parent_correlations",
        rows=("correlations inside a subprocess",),
        reason="BPMN 2.0: a conversation belongs to the process, its subprocesses are part of it",
        correction=scopes.parent_correlations,
        example=(
            model([
                block("catch", "c", event=event("message")),
                block("subprocess", "s", standby=[], body=[block("catch", "e", event=event("message"))])], keys=1),
            [MESSAGE, {**MESSAGE, "payload": {"n": 1, "id": 2, "part": 1}}]),
        words=('"keys": 1', '"keys": 2', '"keys": 3', '"keys": 4'),
    ),
    Rule(
        name="caught_around",
        rows=("error or escalation thrown in one subprocess",),
        reason="BPMN 2.0: errors, escalations and cancels are caught by an activity around the throwing one",
        correction=scopes.caught_around,
        example=(
            model([parallel(
                [inside(around=[around(event("escalation"))])],
                [block("user", "w"), block("throw", "t", event=event("escalation"))])]),
            [done("w")]),
        words=('"error"', '"escalation"', '"cancel"'),
    ),
    Rule(
        name="event_subprocess",
        rows=(
            "interrupting event subprocess", "event subprocess on an error or escalation", "event subprocess inside a subprocess",
            "an event subprocess's timer when all else has ended"),
        reason="BPMN 2.0: an event subprocess starts at its event, its process does not wait for that, "
        "and it interrupts or not as it says",
        correction=all_of(stood_by.correction, staying.correction, rounds.one_process),
        rewrite=standing.rewritten,
        example=(
            model([block("user", "u")], standby=[standby(event("escalation"), body=[block("user", "w")])]), [done()]),
        words=('"standby": [{',),
    ),
)  # fmt: skip
