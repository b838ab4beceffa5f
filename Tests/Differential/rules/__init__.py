"""Where the bridge deviates from the library on purpose: a rule each, with its reason and a model that shows it."""

import dataclasses
from collections.abc import Callable

import elements
import standing
from corrections import events, loops, timers, tokens
from elements import around, block, event, inside, model


@dataclasses.dataclass(frozen=True)
class Rule:
    name: str
    reason: str
    #: The library corrected.
    correction: Callable
    #: A model and steps that it explains.
    example: tuple
    #: A model with none of these in it has nothing to do with the rule.
    words: tuple


MESSAGE = {"event": "message", "name": "m0", "payload": {"n": 1, "id": 1, "part": 1}}


def done(name="u", **data):
    return {"complete": name, "data": data}


def beside(what, body=()):
    return model([block("user", "u", around=[around(what, beside=True, body=body)])])


RULES = (
    Rule(
        "signal_end",
        "BPMN 2.0: a signal end event throws; the library drops it",
        events.signal_end,
        (model([block("stop", event=event("signal"))]), []),
        ('"stop"',),
    ),
    Rule(
        "boundary_again",
        "BPMN 2.0: a non-interrupting boundary event can occur again while its activity runs",
        events.boundary_again,
        (beside(event("message")), [MESSAGE, MESSAGE]),
        ('"beside": true',),
    ),
    Rule(
        "own_data",
        "library bug: changing a list or object in place changes it in parallel branches too",
        tokens.own_data,
        (
            model(
                [
                    block(
                        "parallel",
                        branches=[
                            {"body": [block("script", "b1", text="d['a']['k'] = 9"), block("user", "u")]},
                            {"body": [block("user", "w")]},
                        ],
                    )
                ]
            ),
            [],
        ),
        ("d['a']['",),
    ),
    Rule(
        "two_tokens",
        "BPMN 2.0: a gateway with one incoming flow does not join tokens",
        tokens.two_tokens,
        (
            beside(
                event("message"),
                [block("fork", "g", branches=[{"body": [block("user", "w")]}, {"body": [block("user", "x")]}])],
            ),
            [MESSAGE, MESSAGE],
        ),
        (
            '"parallel"',
            '"inclusive"',
            '"fork"',
        ),
    ),
    Rule(
        "several_timers",
        "library bug: all timers behind an event-based gateway share one deadline",
        timers.several_timers,
        (
            model(
                [
                    block(
                        "event_based",
                        join=True,
                        branches=[
                            {"event": event("timer_duration", text='"PT1M"'), "body": []},
                            {"event": event("timer_duration"), "body": []},
                        ],
                    )
                ]
            ),
            [{"advance": 11}],
        ),
        ('"event_based"',),
    ),
    Rule(
        "cycle_once",
        "BPMN 2.0: an interrupting boundary event ends its activity the first time",
        timers.cycle_once,
        (model([block("user", "u", around=[around(event("timer_cycle"))])]), [{"advance": 11}]),
        ('"timer_cycle"',),
    ),
    Rule(
        "cycle_path",
        "library bug: what a repeating timer started is dropped when its activity ends",
        timers.cycle_path,
        (beside(event("timer_cycle"), [block("user", "w")]), [{"advance": 11}, done()]),
        ('"timer_cycle"',),
    ),
    Rule(
        "one_interrupts",
        "BPMN 2.0: an activity is interrupted once, by the first of several events at the same moment",
        events.one_interrupts,
        (
            model(
                [
                    block(
                        "user",
                        "u",
                        around=[
                            {**around(event("signal")), "id": "a1"},
                            {**around(event("signal"), body=[block("user", "w")]), "id": "a2"},
                        ],
                    )
                ]
            ),
            [{"event": "signal", "name": "s0", "payload": 1}],
        ),
        ('"around"',),
    ),
    Rule(
        "item_left",
        "library bug: a sequential multi-instance without output fails at its second item",
        loops.item_left,
        (model([block("script", text="v0 = 1", loop={"kind": "sequential", "over": "l"})]), []),
        ('"sequential"',),
    ),
    Rule(
        "sequence_begun",
        "library bug: a sequential multi-instance behind a boundary event that is due at once fails",
        loops.sequence_begun,
        (
            model(
                [
                    inside(
                        around=[
                            around(
                                event("timer_date", text='"2025-12-31T23:00:00+00:00"'),
                                beside=True,
                                body=[block("user", "w", loop={"kind": "sequential", "over": "l"})],
                            )
                        ]
                    )
                ]
            ),
            [],
        ),
        ('"sequential"',),
    ),
    Rule(
        "cycle_catches_up",
        "a repeating timer rings as often as it is due, not once each time the engine is asked",
        timers.cycle_catches_up,
        (model([block("catch", "c", event=event("timer_cycle")), block("user", "u")]), [{"advance": 3600}]),
        ('"timer_cycle"',),
    ),
    Rule(
        "instances_once",
        "library bug: the instances behind a repeating timer are made twice",
        loops.instances_once,
        (
            model(
                [
                    block("catch", "c", event=event("timer_cycle")),
                    block("user", "u", loop={"kind": "parallel", "over": "l"}),
                ]
            ),
            [{"advance": 11}, {"advance": 11}],
        ),
        ('"timer_cycle"',),
    ),
    Rule(
        "loop_data",
        "library bug: a loop keeps what its runs have taken out of the data",
        loops.loop_data,
        (
            model(
                [
                    block(
                        "script",
                        text="d = {str(len(d) + v0): v0}\nv0 = v0 + 1",
                        loop={"kind": "standard", "maximum": 2},
                    )
                ]
            ),
            [],
        ),
        (
            '"standard"',
            '"sequential"',
        ),
    ),
    Rule(
        "cancelled_rests",
        "library bug: what has been cancelled in the same round still runs",
        tokens.cancelled_rests,
        (
            model(
                [
                    block(
                        "fork",
                        branches=[
                            {
                                "body": [
                                    block("script", "b1", text="v0 = 7"),
                                    block("stop", "b2", event=event("terminate")),
                                ]
                            },
                            {
                                "body": [
                                    block("script", "b3", text="v1 = 7"),
                                    block("throw", "b4", event=event("message")),
                                ]
                            },
                        ],
                    )
                ]
            ),
            [],
        ),
        (
            '"around"',
            '"terminate"',
            '"standby": [{',
        ),
    ),
    Rule(
        "parent_correlations",
        "BPMN 2.0: a conversation belongs to the process, its subprocesses are part of it",
        events.parent_correlations,
        (
            model(
                [
                    block("catch", "c", event=event("message")),
                    block("subprocess", "s", standby=[], body=[block("catch", "e", event=event("message"))]),
                ],
                keys=1,
            ),
            [MESSAGE, {**MESSAGE, "payload": {"n": 1, "id": 2, "part": 1}}],
        ),
        (
            '"keys": 1',
            '"keys": 2',
        ),
    ),
    Rule(
        "removed_waits",
        "library bug: behind a parallel gateway whose branches are empty the same event is waited for twice",
        tokens.removed_waits,
        (
            model(
                [
                    block("parallel", "g", branches=[{"body": []}, {"body": []}]),
                    block("catch", "c", event=event("signal")),
                ]
            ),
            [],
        ),
        (
            '"parallel"',
            '"inclusive"',
        ),
    ),
    Rule(
        "loop_interrupted",
        "library bug: interrupting a multi-instance subprocess fails",
        loops.loop_interrupted,
        (model([inside(loop={"kind": "parallel", "count": "2"}, around=[around(event("message"))])]), [MESSAGE]),
        ('"loop"',),
    ),
    Rule(
        "caught_around",
        "BPMN 2.0: errors, escalations and cancels are caught by an activity around the throwing one",
        events.caught_around,
        (
            model(
                [
                    block(
                        "parallel",
                        branches=[
                            {"body": [inside(around=[around(event("escalation"))])]},
                            {"body": [block("user", "w"), block("throw", "t", event=event("escalation"))]},
                        ],
                    )
                ]
            ),
            [done("w")],
        ),
        (
            '"error"',
            '"escalation"',
            '"cancel"',
        ),
    ),
    Rule(
        "prescript_once",
        "library bug: the pre-script of a waiting task runs whenever something else completes",
        tokens.prescript_once,
        (
            model(
                [
                    block(
                        "parallel",
                        branches=[
                            {"body": [block("receive", "r", name="m0", pre=elements.COUNTING)]},
                            {"body": [block("user", "u")]},
                        ],
                    )
                ]
            ),
            [done(), MESSAGE],
        ),
        ('"receive"',),
    ),
    Rule(
        "event_subprocess",
        "BPMN 2.0: an event subprocess starts at its event, its process does not wait for that, "
        "and it interrupts or not as it says",
        standing.correction,
        (
            model([block("user", "u")], standby=[elements.standby(event("escalation"), body=[block("user", "w")])]),
            [done()],
        ),
        ('"standby": [{',),
    ),
)
