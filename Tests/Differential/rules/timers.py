"""Timers."""

from corrections import cycles, timers
from models.elements import around, block, event, model
from rules.rule import Rule, done
from rules.tokens import beside

RULES = (
    Rule(
        name="several_timers",
        rows=("timers behind an event-based gateway",),
        reason="library bug: all timers behind an event-based gateway share one deadline",
        correction=timers.several_timers,
        example=(
            model([block("event_based", join=True, branches=[
                {"event": event("timer_duration", text='"PT1M"'), "body": []},
                {"event": event("timer_duration"), "body": []}])]),
            [{"advance": 11}]),
        words=('"event_based"',),
    ),
    Rule(
        name="cycle_once",
        rows=("interrupting boundary event with a cycle",),
        reason="BPMN 2.0: an interrupting boundary event ends its activity the first time",
        correction=cycles.cycle_once,
        example=(model([block("user", "u", around=[around(event("timer_cycle"))])]), [{"advance": 11}]),
        words=('"timer_cycle"',),
    ),
    Rule(
        name="cycle_path",
        rows=("paths of earlier turns of a timer cycle",),
        reason="library bug: what a repeating timer started is dropped when its activity ends",
        correction=cycles.cycle_path,
        example=(beside(event("timer_cycle"), [block("user", "w")]), [{"advance": 11}, done()]),
        words=('"timer_cycle"',),
    ),
    Rule(
        name="cycle_catches_up",
        rows=("a timer cycle that is several turns late",),
        reason="a repeating timer rings as often as it is due, not once each time the engine is asked",
        correction=cycles.cycle_catches_up,
        example=(model([block("catch", "c", event=event("timer_cycle")), block("user", "u")]), [{"advance": 3600}]),
        words=('"timer_cycle"',),
    ),
    Rule(
        name="by_moment",
        rows=("timers that were due at different moments, when the clock moves late",),
        reason="what was due earlier comes first, as if the clock had been told each moment",
        correction=timers.by_moment,
        example=(
            model([block("parallel", "g", branches=[
                {"body": [block("catch", "c", event=event("timer_duration", text='"PT1M"')), block("send", "b", name="m0")]},
                {"body": [block("catch", "d", event=event("timer_duration")), block("send", "e", name="m1")]}])]),
            [{"advance": 100}]),
        words=('"timer_',),
    ),
)  # fmt: skip
